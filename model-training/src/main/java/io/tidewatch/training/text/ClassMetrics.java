package io.tidewatch.training.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often classes were told right.
 *
 * @param accuracy share of texts whose label was found
 * @param macroF1 mean over the labels of the harmonic mean of precision and recall; a label that is
 *     neither in the truth nor found does not count
 */
public record ClassMetrics(double accuracy, double macroF1) {
  /** Returns the figures by name. */
  public Map<String, Double> asMap() {
    return Map.of("accuracy", accuracy, "macroF1", macroF1);
  }

  /**
   * Compares.
   *
   * @param truth label of each text
   * @param found what was said of each
   */
  public static ClassMetrics of(List<String> truth, List<String> found) {
    var right = new HashMap<String, Integer>();
    var seen = new TreeMap<String, Integer>();
    int hits = 0;
    for (int i = 0; i < truth.size(); i++) {
      seen.merge(truth.get(i), 1, Integer::sum);
      seen.merge(found.get(i), 1, Integer::sum);
      if (truth.get(i).equals(found.get(i))) {
        hits++;
        right.merge(truth.get(i), 1, Integer::sum);
      }
    }
    double sum = 0;
    for (Map.Entry<String, Integer> label : seen.entrySet()) {
      sum += 2.0 * right.getOrDefault(label.getKey(), 0) / label.getValue();
    }
    return new ClassMetrics((double) hits / truth.size(), sum / seen.size());
  }
}
