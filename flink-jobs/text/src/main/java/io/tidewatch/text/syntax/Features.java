package io.tidewatch.text.syntax;

import java.util.Arrays;

/**
 * Features of a dependency as hashes, after McDonald, Crammer and Pereira (2005): forms and classes
 * of both words, of their neighbours, and of the words between them, each with and without how far
 * they lie apart and which of them comes first. Not thread-safe.
 */
final class Features {
  private static final int[] FARTHEST = {1, 2, 3, 4, 6, 10};
  private static final int NO_WORD = 7;

  private int[] found = new int[128];
  private int count;
  private int template;

  /** Returns the features of one word's depending on another. */
  int[] ofArc(Tokens tokens, int head, int word) {
    start();
    int apart = apart(head, word);
    int headClass = tokens.wordClass(head);
    int wordClass = tokens.wordClass(word);
    with(apart, headClass, wordClass);
    with(apart, tokens.kind(head), tokens.kind(word));
    with(apart, tokens.form(head), wordClass);
    with(apart, headClass, tokens.form(word));
    with(apart, tokens.form(head), tokens.form(word));
    with(apart, headClass, tokens.ending(word));
    int beforeHead = tokens.kind(head - 1);
    int afterHead = tokens.kind(head + 1);
    int beforeWord = tokens.kind(word - 1);
    int afterWord = tokens.kind(word + 1);
    with(apart, headClass, afterHead, beforeWord, wordClass);
    with(apart, beforeHead, headClass, beforeWord, wordClass);
    with(apart, headClass, afterHead, wordClass, afterWord);
    with(apart, beforeHead, headClass, wordClass, afterWord);
    add(apart, wordClass, beforeWord, afterWord);
    add(apart, tokens.form(word));
    add(apart, headClass);
    template++;
    for (int between = Math.min(head, word) + 1; between < Math.max(head, word); between++) {
      put(template, Integer.signum(word - head), headClass, tokens.kind(between), wordClass);
    }
    return Arrays.copyOf(found, count);
  }

  /** Returns the features of what a word is to its head, in a tree that is known. */
  int[] ofRelation(Tokens tokens, int[] heads, int word) {
    start();
    int head = heads[word];
    int apart = apart(head, word);
    int headClass = tokens.wordClass(head);
    int wordClass = tokens.wordClass(word);
    int side = Integer.signum(word - head);
    with(apart, headClass, wordClass);
    add(side, headClass, tokens.form(word));
    add(side, tokens.form(head), wordClass);
    add(side, tokens.form(head), tokens.form(word));
    add(side, headClass, tokens.ending(word), wordClass);
    add(side, tokens.kind(word - 1), wordClass, tokens.kind(word + 1));
    add(tokens.form(word));
    add(tokens.form(head), side);
    int first = outermost(heads, word, 1);
    int last = outermost(heads, word, -1);
    add(side, headClass, wordClass, first == word ? NO_WORD : tokens.kind(first));
    add(side, headClass, wordClass, last == word ? NO_WORD : tokens.kind(last));
    add(side, headClass, first == word ? NO_WORD : tokens.form(first));
    add(side, headClass, wordClass, sameSide(heads, word));
    return Arrays.copyOf(found, count);
  }

  /** Returns features together with a relation. */
  static int[] forRelation(int[] features, int relation) {
    int[] together = new int[features.length];
    for (int i = 0; i < features.length; i++) {
      together[i] = mix(features[i] + relation);
    }
    return together;
  }

  /** Returns the first (1) or the last (-1) word that depends on a word; itself if none does. */
  private static int outermost(int[] heads, int word, int step) {
    for (int i = step > 0 ? 1 : heads.length - 1; i != word; i += step) {
      if (heads[i] == word) {
        return i;
      }
    }
    return word;
  }

  /** Returns how many words between the head and a word depend on the head too. */
  private static int sameSide(int[] heads, int word) {
    int between = 0;
    int head = heads[word];
    for (int i = Math.min(head, word) + 1; i < Math.max(head, word); i++) {
      between += heads[i] == head ? 1 : 0;
    }
    return between;
  }

  private static int apart(int head, int word) {
    int distance = Math.abs(head - word);
    int bucket = 0;
    while (bucket < FARTHEST.length && distance > FARTHEST[bucket]) {
      bucket++;
    }
    return head < word ? bucket : -1 - bucket;
  }

  private void start() {
    count = 0;
    template = 0;
  }

  private void with(int apart, int... parts) {
    template++;
    put(template, parts);
    int[] longer = Arrays.copyOf(parts, parts.length + 1);
    longer[parts.length] = apart;
    template++;
    put(template, longer);
  }

  private void add(int... parts) {
    template++;
    put(template, parts);
  }

  private void put(int number, int... parts) {
    int hash = number;
    for (int part : parts) {
      hash = mix(hash * 31 + part);
    }
    if (count == found.length) {
      found = Arrays.copyOf(found, 2 * count);
    }
    found[count++] = hash;
  }

  /** Spreads the bits of a number over all of its places (finalizer of MurmurHash3). */
  private static int mix(int value) {
    int mixed = value;
    mixed = (mixed ^ (mixed >>> 16)) * 0x85ebca6b;
    mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
    return mixed ^ (mixed >>> 16);
  }
}
