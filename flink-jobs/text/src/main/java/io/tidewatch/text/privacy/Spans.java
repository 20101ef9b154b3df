package io.tidewatch.text.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Places in a text where personal data stands. One thread. */
final class Spans {
  private record Span(int start, int end, PersonalData kind) {}

  private final List<Span> found = new ArrayList<>();

  void add(int start, int end, PersonalData kind) {
    found.add(new Span(start, end, kind));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Returns the text with placeholders; overlapping places become one, of the first kind. */
  String mask(String text, Set<PersonalData> kinds) {
    found.sort(Comparator.comparingInt(Span::start));
    var out = new StringBuilder(text.length());
    int copied = 0;
    for (int i = 0; i < found.size(); ) {
      Span whole = found.get(i++);
      while (i < found.size() && found.get(i).start() < whole.end()) {
        whole = union(whole, found.get(i++));
      }
      out.append(text, copied, whole.start()).append(whole.kind().placeholder());
      copied = whole.end();
      kinds.add(whole.kind());
    }
    return out.append(text, copied, text.length()).toString();
  }

  private static Span union(Span a, Span b) {
    PersonalData kind = a.kind().compareTo(b.kind()) <= 0 ? a.kind() : b.kind();
    return new Span(a.start(), Math.max(a.end(), b.end()), kind);
  }
}
