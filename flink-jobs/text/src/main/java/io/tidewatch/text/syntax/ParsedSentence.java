package io.tidewatch.text.syntax;

import io.tidewatch.text.Word;
import java.util.List;

/**
 * A sentence whose dependencies are known. Immutable.
 *
 * @param words never empty
 * @param dependencies what each word depends on, in order; together a tree with one root
 */
public record ParsedSentence(List<Word> words, List<Dependency> dependencies) {
  /**
   * Checks that the dependencies are a tree.
   *
   * @throws IllegalArgumentException if they are not; the message names the word
   */
  public ParsedSentence {
    words = List.copyOf(words);
    dependencies = List.copyOf(dependencies);
    if (words.isEmpty() || words.size() != dependencies.size()) {
      throw new IllegalArgumentException(
          words.size() + " words have " + dependencies.size() + " dependencies");
    }
    long roots = dependencies.stream().filter(one -> one.head() == 0).count();
    if (roots != 1) {
      throw new IllegalArgumentException(roots + " words depend on none; there must be one");
    }
    for (int word = 1; word <= words.size(); word++) {
      checkReachesRoot(word, dependencies);
    }
  }

  private static void checkReachesRoot(int word, List<Dependency> dependencies) {
    int at = word;
    for (int steps = 0; at != 0; steps++) {
      int head = dependencies.get(at - 1).head();
      if (head < 0 || head > dependencies.size()) {
        throw new IllegalArgumentException(
            "word " + at + " depends on " + head + ", which is none");
      }
      if (steps > dependencies.size()) {
        throw new IllegalArgumentException("word " + word + " depends on itself by way of others");
      }
      at = head;
    }
  }
}
