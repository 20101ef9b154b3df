package io.tidewatch.training.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How well urgency, words of leaving and sentiment are read. Immutable.
 *
 * @param languages by language tag, by what is asked ({@code urgent}, {@code leaving}, {@code
 *     displeased}, {@code pleased})
 * @param textsPerSecond texts that one thread analyses and reads in a second
 * @param seconds how long it took
 */
public record UrgencyReport(
    Map<String, Map<String, YesNoMetrics>> languages, double textsPerSecond, double seconds) {

  /** Returns the counts of urgency and leaving in all languages together. */
  public YesNoMetrics all() {
    return languages.values().stream()
        .flatMap(asked -> Stream.of(asked.get("urgent"), asked.get("leaving")))
        .reduce(new YesNoMetrics(0, 0, 0, 0), YesNoMetrics::plus);
  }

  /** Returns the number of sentences by language. */
  public Map<String, Integer> sentences() {
    Map<String, Integer> sentences = new LinkedHashMap<>();
    languages.forEach((tag, asked) -> sentences.put(tag, asked.values().iterator().next().texts()));
    return sentences;
  }
}
