package io.tidewatch.text.syntax;

import io.tidewatch.text.Word;
import io.tidewatch.text.WordClass;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Words of a sentence as numbers that features are made of: the root is 0, words count from 1, and
 * what lies outside the sentence is a class of its own. Immutable.
 */
final class Tokens {
  private static final int ROOT = "<root>".hashCode();
  private static final int OUTSIDE = "<outside>".hashCode();
  private static final int ENDING = 2;
  // Classes of few words, each of which has a grammar of its own.
  private static final Set<WordClass> CLOSED =
      EnumSet.of(WordClass.ADP, WordClass.AUX, WordClass.CCONJ, WordClass.PART, WordClass.SCONJ);

  private final int[] forms;
  private final int[] classes;
  private final int[] kinds;
  private final int[] endings;

  Tokens(List<Word> words) {
    int size = words.size() + 1;
    forms = new int[size];
    classes = new int[size];
    kinds = new int[size];
    endings = new int[size];
    forms[0] = ROOT;
    classes[0] = ROOT;
    kinds[0] = ROOT;
    endings[0] = ROOT;
    for (int i = 1; i < size; i++) {
      String form = words.get(i - 1).text().toLowerCase(Locale.ROOT);
      forms[i] = form.hashCode();
      WordClass wordClass = words.get(i - 1).wordClass();
      classes[i] = wordClass.name().hashCode();
      kinds[i] = CLOSED.contains(wordClass) ? forms[i] : classes[i];
      endings[i] = form.substring(Math.max(0, form.length() - ENDING)).hashCode();
    }
  }

  /** Returns how many words there are. */
  int size() {
    return forms.length - 1;
  }

  int form(int word) {
    return forms[word];
  }

  int ending(int word) {
    return endings[word];
  }

  /** Returns the class of a word or of the root. */
  int wordClass(int word) {
    return classes[word];
  }

  /**
   * Returns the class of a word, the form itself if there are few of that class, or what stands for
   * a place outside the sentence.
   */
  int kind(int word) {
    return word < 0 || word >= kinds.length ? OUTSIDE : kinds[word];
  }
}
