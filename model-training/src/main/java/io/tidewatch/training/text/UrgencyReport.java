package io.tidewatch.training.text;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well urgency and words of leaving are read. Immutable.
 *
 * @param languages by language tag, by what is asked ({@code urgent}, {@code leaving})
 * @param textsPerSecond texts that one thread analyses and reads in a second
 * @param seconds how long it took
 */
public record UrgencyReport(
    Map<String, Map<String, YesNoMetrics>> languages, double textsPerSecond, double seconds) {

  /** Returns the counts of both questions in all languages together. */
  public YesNoMetrics all() {
    return languages.values().stream()
        .flatMap(asked -> asked.values().stream())
        .reduce(new YesNoMetrics(0, 0, 0, 0), YesNoMetrics::plus);
  }

  /** Returns the number of sentences by language. */
  public Map<String, Integer> sentences() {
    Map<String, Integer> sentences = new LinkedHashMap<>();
    languages.forEach((tag, asked) -> sentences.put(tag, asked.values().iterator().next().texts()));
    return sentences;
  }
}
