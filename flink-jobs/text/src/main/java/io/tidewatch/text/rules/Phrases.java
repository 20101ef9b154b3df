package io.tidewatch.text.rules;

import io.tidewatch.text.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Phrases with a value each, found in the tokens of a text in one pass: at each place the longest
 * that begins there. Immutable.
 *
 * @param <V> value of a phrase
 */
final class Phrases<V> {

  /**
   * A phrase in a text.
   *
   * @param start its first token
   * @param end the token behind its last one
   */
  record Match<V>(int start, int end, V value) {}

  /** What may follow a token, and the value of the phrase that ends with it; null if none does. */
  private static final class Node<V> {
    private final Map<String, Node<V>> next = new HashMap<>();
    private V value;
  }

  private final Node<V> root = new Node<>();

  /**
   * Reads lines {@code value phrase, phrase, ...}; of a phrase that comes twice the first counts.
   */
  static Phrases<Double> weighted(String file) {
    Phrases<Double> phrases = new Phrases<>();
    for (String line : Resources.lines(Phrases.class, file)) {
      int space = line.indexOf(' ');
      double weight = Double.parseDouble(line.substring(0, space));
      phrases.addAll(line.substring(space + 1), weight);
    }
    return phrases;
  }

  void addAll(String commaSeparated, V value) {
    for (String phrase : commaSeparated.split(",")) {
      add(Tokens.of(phrase.strip()), value);
    }
  }

  private void add(List<String> tokens, V value) {
    Node<V> node = root;
    for (String token : tokens) {
      node = node.next.computeIfAbsent(token, key -> new Node<>());
    }
    if (node.value == null) {
      node.value = value;
    }
  }

  /** Finds phrases from left to right; none overlaps another. */
  List<Match<V>> in(List<String> tokens) {
    List<Match<V>> matches = new ArrayList<>();
    for (int i = 0; i < tokens.size(); ) {
      Match<V> longest = longestAt(tokens, i);
      if (longest == null) {
        i++;
      } else {
        matches.add(longest);
        i = longest.end();
      }
    }
    return matches;
  }

  private Match<V> longestAt(List<String> tokens, int start) {
    Match<V> longest = null;
    Node<V> node = root;
    for (int i = start; i < tokens.size(); i++) {
      node = node.next.get(tokens.get(i));
      if (node == null) {
        return longest;
      }
      if (node.value != null) {
        longest = new Match<>(start, i + 1, node.value);
      }
    }
    return longest;
  }
}
