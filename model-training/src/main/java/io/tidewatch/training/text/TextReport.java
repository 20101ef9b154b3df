package io.tidewatch.training.text;

import io.tidewatch.training.evaluation.Spread;
import java.util.List;
import java.util.Map;

/**
 * How well texts were told apart: figures by name, {@code accuracy} and {@code macroF1}, with a
 * second question {@code categoryAccuracy} and {@code categoryMacroF1} too. Immutable.
 *
 * @param suite name of the suite
 * @param data what was learned from and what was measured on, in a sentence
 * @param trainTexts texts learned from
 * @param texts texts measured on
 * @param networks networks that were trained; 0 for the linear model alone
 * @param model figures of the model, as its release serves it
 * @param baseline figures of a linear model over n-grams
 * @param mixture how much {@code networks} and {@code linear} count in the model, with a second
 *     question {@code categoryNetworks} and {@code categoryLinear} too
 * @param spread figures of the networks each by itself, without the linear model; none without
 *     networks
 * @param textsPerSecond texts that one thread tells the class of in a second
 * @param notes what a reader has to know, in sentences
 * @param seconds how long it took
 */
public record TextReport(
    String suite,
    String data,
    int trainTexts,
    int texts,
    int networks,
    Map<String, Double> model,
    Map<String, Double> baseline,
    Map<String, Double> mixture,
    Map<String, Spread> spread,
    double textsPerSecond,
    List<String> notes,
    double seconds) {
  /** Copies the notes. */
  public TextReport {
    notes = List.copyOf(notes);
  }
}
