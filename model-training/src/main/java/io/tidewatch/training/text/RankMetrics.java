package io.tidewatch.training.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How high rankings put what is right.
 *
 * @param best the first place of each ranking alone
 * @param hit3 share of questions whose right answer is among the first three
 * @param mrr mean of one divided by the place of the right answer
 */
record RankMetrics(ClassMetrics best, double hit3, double mrr) {
  private static final int FEW = 3;

  /**
   * Compares.
   *
   * @param truth right answer of each question
   * @param ranked answers to each question, best first; one that is not ranked counts as found
   *     never
   */
  static RankMetrics of(List<String> truth, List<List<String>> ranked) {
    List<String> first = new ArrayList<>();
    int few = 0;
    double reciprocal = 0;
    for (int i = 0; i < truth.size(); i++) {
      first.add(ranked.get(i).isEmpty() ? "" : ranked.get(i).get(0));
      int place = ranked.get(i).indexOf(truth.get(i));
      few += place >= 0 && place < FEW ? 1 : 0;
      reciprocal += place >= 0 ? 1.0 / (place + 1) : 0;
    }
    return new RankMetrics(
        ClassMetrics.of(truth, first), (double) few / truth.size(), reciprocal / truth.size());
  }

  /** Returns the figures by name; hit1 and accuracy are the same. */
  Map<String, Double> asMap() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("accuracy", best.accuracy());
    figures.put("macroF1", best.macroF1());
    figures.put("hit1", best.accuracy());
    figures.put("hit3", hit3);
    figures.put("mrr", mrr);
    return figures;
  }
}
