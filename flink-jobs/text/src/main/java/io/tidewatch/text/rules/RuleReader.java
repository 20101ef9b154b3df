package io.tidewatch.text.rules;

import io.tidewatch.text.Intent;
import io.tidewatch.text.TextAnalysis;
import io.tidewatch.text.TextMeaning;
import io.tidewatch.text.TextReader;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Reads texts by the word lists beside this class. Chinese and English; in anything else emoji
 * alone. Any number of threads.
 */
public final class RuleReader implements TextReader {
  private static final Phrases<Double> URGENCY = Phrases.weighted("urgency.txt");
  private static final Phrases<Double> LEAVING = Phrases.weighted("leaving.txt");

  /** Creates one. */
  public RuleReader() {}

  /**
   * Returns the reader that was installed in the place of these rules: the first that {@code
   * META-INF/services/io.tidewatch.text.TextReader} names, a new one at each call; these rules if
   * there is none.
   */
  public static TextReader unlessInstalled(ClassLoader loader) {
    return ServiceLoader.load(TextReader.class, loader).findFirst().orElseGet(RuleReader::new);
  }

  @Override
  public TextMeaning read(TextAnalysis analysis) {
    String text = head(analysis.text());
    List<String> tokens = Tokens.of(text);
    Intent intent = Intents.of(tokens);
    return new TextMeaning(
        (float) Sentiment.of(text, tokens),
        (float) strongest(URGENCY, tokens),
        (float) strongest(LEAVING, tokens),
        intent);
  }

  private static String head(String text) {
    return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS);
  }

  /** The strongest phrase, and a part of what is left for each further one. */
  private static double strongest(Phrases<Double> phrases, List<String> tokens) {
    double missing = 1;
    for (Phrases.Match<Double> match : phrases.in(tokens)) {
      missing *= 1 - match.value();
    }
    return 1 - missing;
  }
}
