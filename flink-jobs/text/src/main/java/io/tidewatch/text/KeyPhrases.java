package io.tidewatch.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the phrases that a text is about: runs of nouns with the adjectives before them (in Chinese
 * also verbs beside nouns), scored as RAKE does by the sum of degree over frequency of their words
 * (Rose et al. 2010). Of equals the earlier one comes first.
 *
 * <p>Stateless.
 */
public final class KeyPhrases {
  /** At most so many are found. */
  public static final int MAX_PHRASES = 5;

  private static final int LONGEST = 4;

  private KeyPhrases() {}

  static List<String> of(List<Sentence> sentences) {
    List<List<Word>> phrases = new ArrayList<>();
    for (Sentence sentence : sentences) {
      split(sentence.words(), phrases);
    }
    Map<String, int[]> words = frequencyAndDegree(phrases);
    Map<String, Double> scores = new LinkedHashMap<>();
    for (List<Word> phrase : phrases) {
      double score = 0;
      for (Word word : phrase) {
        int[] seen = words.get(key(word));
        score += (double) seen[1] / seen[0];
      }
      scores.merge(text(phrase), score, Double::sum);
    }
    return scores.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(MAX_PHRASES)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static void split(List<Word> words, List<List<Word>> out) {
    List<Word> phrase = new ArrayList<>();
    for (Word word : words) {
      boolean noun = isNoun(word);
      if (noun || (word.wordClass() == WordClass.ADJ && !endsInNoun(phrase))) {
        phrase.add(word);
      } else {
        end(phrase, out);
      }
    }
    end(phrase, out);
  }

  private static boolean endsInNoun(List<Word> phrase) {
    return !phrase.isEmpty() && isNoun(phrase.get(phrase.size() - 1));
  }

  private static boolean isNoun(Word word) {
    return switch (word.wordClass()) {
      case NOUN, PROPN -> word.text().length() > 1 && Character.isLetter(word.text().charAt(0));
      default -> false;
    };
  }

  private static void end(List<Word> phrase, List<List<Word>> out) {
    if (endsInNoun(phrase)) {
      out.add(List.copyOf(phrase.subList(Math.max(0, phrase.size() - LONGEST), phrase.size())));
    }
    phrase.clear();
  }

  private static Map<String, int[]> frequencyAndDegree(List<List<Word>> phrases) {
    Map<String, int[]> words = new HashMap<>();
    for (List<Word> phrase : phrases) {
      for (Word word : phrase) {
        int[] seen = words.computeIfAbsent(key(word), key -> new int[2]);
        seen[0]++;
        seen[1] += phrase.size();
      }
    }
    return words;
  }

  private static String text(List<Word> phrase) {
    var text = new StringBuilder();
    for (Word word : phrase) {
      boolean spaced = !text.isEmpty() && !Script.isHan(text.codePointBefore(text.length()));
      text.append(spaced ? " " : "").append(key(word));
    }
    return text.toString();
  }

  private static String key(Word word) {
    return word.text().toLowerCase(Locale.ROOT);
  }
}
