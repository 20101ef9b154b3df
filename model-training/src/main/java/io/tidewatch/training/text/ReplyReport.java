package io.tidewatch.training.text;

import java.util.List;
import java.util.Map;

/**
 * How well questions were answered by approved articles: figures by name, {@code accuracy} and
 * {@code hit1} (the right article is first), {@code hit3}, {@code mrr} and {@code macroF1}.
 * Immutable.
 *
 * @param data what was learned from and what was measured on, in a sentence
 * @param trainTexts questions that articles are found by
 * @param texts questions measured on
 * @param articles approved articles
 * @param vectors where the vectors of meaning come from
 * @param wordShare how much words count beside meaning, fitted to questions of the train file
 * @param model figures of words and meaning together
 * @param baseline figures of words alone (BM25)
 * @param suggested share of questions with a confidence of at least a half
 * @param suggestedRight share of those whose first article is right
 * @param textsPerSecond questions that one thread ranks the articles for in a second
 * @param notes what a reader has to know, in sentences
 * @param seconds how long it took
 */
public record ReplyReport(
    String data,
    int trainTexts,
    int texts,
    int articles,
    String vectors,
    double wordShare,
    Map<String, Double> model,
    Map<String, Double> baseline,
    double suggested,
    double suggestedRight,
    double textsPerSecond,
    List<String> notes,
    double seconds) {
  /** Copies the notes. */
  public ReplyReport {
    notes = List.copyOf(notes);
  }
}
