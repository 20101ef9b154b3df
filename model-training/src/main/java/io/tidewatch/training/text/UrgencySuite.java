package io.tidewatch.training.text;

import io.tidewatch.text.TextAnalyzer;
import io.tidewatch.text.TextLanguage;
import io.tidewatch.text.TextMeaning;
import io.tidewatch.text.TextReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How well a reader of texts tells that help is needed at once, that a customer is leaving, and
 * whether a customer is displeased or pleased, on sentences that were made up and marked for it.
 * Nothing is learned from them.
 */
public final class UrgencySuite {
  private static final List<String> LANGUAGES =
      List.of(TextLanguage.CHINESE.tag(), TextLanguage.ENGLISH.tag());

  private UrgencySuite() {}

  /**
   * Measures. A text counts as urgent or of leaving from {@link TextMeaning#NOTABLE} on, as
   * displeased or pleased by the sign of its sentiment.
   *
   * @param reader what the job would read texts with
   */
  public static UrgencyReport run(TextReader reader) {
    long start = System.nanoTime();
    var analyzer = new TextAnalyzer();
    Map<String, List<MarkedSentence>> sentences = new LinkedHashMap<>();
    LANGUAGES.forEach(tag -> sentences.put(tag, MarkedSentence.bundled(tag)));
    // Once before, so that the models are loaded and the code is compiled.
    sentences.values().forEach(some -> meanings(analyzer, reader, some));
    long began = System.nanoTime();
    Map<String, Map<String, YesNoMetrics>> found = new LinkedHashMap<>();
    sentences.forEach(
        (tag, some) -> {
          List<TextMeaning> said = meanings(analyzer, reader, some);
          Map<String, YesNoMetrics> asked = new LinkedHashMap<>();
          asked.put("urgent", compare(some, MarkedSentence::urgent, said, TextMeaning::isUrgent));
          asked.put(
              "leaving", compare(some, MarkedSentence::leaving, said, TextMeaning::isLeaving));
          asked.put(
              "displeased",
              compare(some, MarkedSentence::displeased, said, one -> one.sentiment() < 0));
          asked.put(
              "pleased", compare(some, MarkedSentence::pleased, said, one -> one.sentiment() > 0));
          found.put(tag, asked);
        });
    long now = System.nanoTime();
    int texts = sentences.values().stream().mapToInt(List::size).sum();
    return new UrgencyReport(found, texts / ((now - began) / 1e9), (now - start) / 1e9);
  }

  private static List<TextMeaning> meanings(
      TextAnalyzer analyzer, TextReader reader, List<MarkedSentence> sentences) {
    return sentences.stream().map(one -> reader.read(analyzer.analyze(one.text()))).toList();
  }

  private static YesNoMetrics compare(
      List<MarkedSentence> sentences,
      Predicate<MarkedSentence> truth,
      List<TextMeaning> meanings,
      Predicate<TextMeaning> said) {
    var counts = new YesNoMetrics(0, 0, 0, 0);
    for (int i = 0; i < sentences.size(); i++) {
      boolean yes = said.test(meanings.get(i));
      boolean right = yes == truth.test(sentences.get(i));
      counts =
          counts.plus(
              new YesNoMetrics(
                  yes && right ? 1 : 0,
                  yes && !right ? 1 : 0,
                  !yes && !right ? 1 : 0,
                  !yes && right ? 1 : 0));
    }
    return counts;
  }
}
