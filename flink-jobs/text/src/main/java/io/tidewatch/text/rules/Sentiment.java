package io.tidewatch.text.rules;

import java.util.List;

/**
 * Sentiment by a list of words and phrases with their strengths, turned round by a negation and
 * strengthened or weakened by a word of degree up to three tokens before. Exclamation marks and
 * words in capitals make what is bad worse.
 *
 * <p>Stateless.
 */
final class Sentiment {
  private static final Phrases<Double> STRENGTHS = Phrases.weighted("sentiment.txt");
  private static final Phrases<Double> MODIFIERS = Phrases.weighted("modifiers.txt");
  private static final int REACH = 3;
  private static final double SHOUTING = 1.25;
  // One strong word makes about 0.76, one of middle strength 0.6.
  private static final double SOFTNESS = 3;

  private Sentiment() {}

  /** Returns the sentiment of a text, -1 to 1; 0 where no word tells. */
  static double of(String text, List<String> tokens) {
    double sum = 0;
    int found = 0;
    List<Phrases.Match<Double>> modifiers = MODIFIERS.in(tokens);
    for (Phrases.Match<Double> match : STRENGTHS.in(tokens)) {
      sum += match.value() * factor(match, modifiers);
      found++;
    }
    if (found == 0) {
      return 0;
    }
    double loud = sum < 0 && isShouting(text) ? SHOUTING * sum : sum;
    return loud / Math.sqrt(loud * loud + SOFTNESS);
  }

  private static double factor(Phrases.Match<Double> word, List<Phrases.Match<Double>> modifiers) {
    double factor = 1;
    for (Phrases.Match<Double> modifier : modifiers) {
      boolean before = modifier.end() <= word.start() && modifier.end() > word.start() - REACH;
      if (before) {
        factor *= modifier.value();
      }
    }
    // "not bad" is hardly praise, and "doesn't work" is told by a phrase of its own.
    return word.value() < 0 && factor < 0 ? factor / 3 : factor;
  }

  private static boolean isShouting(String text) {
    int marks = 0;
    int capitals = 0;
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      marks += c == '!' ? 1 : 0;
      capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
      letters += c >= 'a' && c <= 'z' ? 1 : 0;
    }
    return marks >= 2 || capitals > 10 && capitals > letters;
  }
}
