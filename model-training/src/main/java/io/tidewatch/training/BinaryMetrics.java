package io.tidewatch.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good probabilities of a yes-or-no question are. Equal scores count as equal: no metric
 * depends on the order in which the cases came.
 *
 * @param auc area under the ROC curve: chance that a random positive scores above a random
 *     negative, ties counting half
 * @param prAuc area under the precision-recall curve as average precision, ties taken as one step
 * @param brier mean squared difference of probability and outcome
 * @param calibrationError expected calibration error: over 15 bins of equal size by score, the mean
 *     of |mean score - observed rate| weighted by size
 * @param liftAt10 positives among the tenth with the highest scores, over the share of positives
 *     overall; a tie across the border counts in proportion
 */
public record BinaryMetrics(
    double auc, double prAuc, double brier, double calibrationError, double liftAt10) {
  private static final int BINS = 15;

  /**
   * Computes the metrics of scores against what happened.
   *
   * @param scores probabilities, 0 to 1
   * @param labels what happened, same length
   * @throws IllegalArgumentException if lengths differ, a score is not finite, or only one of the
   *     two outcomes occurs
   */
  public static BinaryMetrics of(double[] scores, boolean[] labels) {
    if (scores.length != labels.length) {
      throw new IllegalArgumentException(
          scores.length + " scores but " + labels.length + " labels");
    }
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i])) {
        throw new IllegalArgumentException("scores[" + i + "]=" + scores[i] + " must be finite");
      }
    }
    Ranked ranked = Ranked.of(scores, labels);
    if (ranked.positives == 0 || ranked.positives == scores.length) {
      throw new IllegalArgumentException(
          ranked.positives
              + " of "
              + scores.length
              + " labels are positive: metrics need both outcomes");
    }
    return new BinaryMetrics(
        ranked.auc(),
        ranked.averagePrecision(),
        ranked.brier(),
        ranked.calibrationError(),
        ranked.lift(0.1));
  }

  /** Returns the metrics by the names that manifests and reports use. */
  public Map<String, Double> asMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("auc", auc);
    map.put("prAuc", prAuc);
    map.put("brier", brier);
    map.put("calibrationError", calibrationError);
    map.put("liftAt10", liftAt10);
    return map;
  }

  /** Cases by falling score; {@code groupEnd[i]} is one past the last case with the score of i. */
  private static final class Ranked {
    private final double[] score;
    private final boolean[] positive;
    private final int positives;

    private Ranked(double[] score, boolean[] positive, int positives) {
      this.score = score;
      this.positive = positive;
      this.positives = positives;
    }

    static Ranked of(double[] scores, boolean[] labels) {
      int n = scores.length;
      Integer[] order = new Integer[n];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Double.compare(scores[b], scores[a]));
      double[] score = new double[n];
      boolean[] positive = new boolean[n];
      int positives = 0;
      for (int i = 0; i < n; i++) {
        score[i] = scores[order[i]];
        positive[i] = labels[order[i]];
        positives += positive[i] ? 1 : 0;
      }
      return new Ranked(score, positive, positives);
    }

    private int groupEnd(int from) {
      int to = from + 1;
      while (to < score.length && score[to] == score[from]) {
        to++;
      }
      return to;
    }

    private int positivesIn(int from, int to) {
      int count = 0;
      for (int i = from; i < to; i++) {
        count += positive[i] ? 1 : 0;
      }
      return count;
    }

    double auc() {
      double wins = 0;
      double negativesAbove = 0;
      double negatives = score.length - positives;
      for (int from = 0; from < score.length; ) {
        int to = groupEnd(from);
        double up = positivesIn(from, to);
        double down = to - from - up;
        wins += up * (negatives - negativesAbove - down / 2);
        negativesAbove += down;
        from = to;
      }
      return wins / (positives * negatives);
    }

    double averagePrecision() {
      double sum = 0;
      double found = 0;
      for (int from = 0; from < score.length; ) {
        int to = groupEnd(from);
        double up = positivesIn(from, to);
        found += up;
        sum += up * found / to;
        from = to;
      }
      return sum / positives;
    }

    double brier() {
      double sum = 0;
      for (int i = 0; i < score.length; i++) {
        double miss = score[i] - (positive[i] ? 1 : 0);
        sum += miss * miss;
      }
      return sum / score.length;
    }

    /** Within a group of ties every case carries the group's mean outcome, wherever a bin ends. */
    double calibrationError() {
      int n = score.length;
      double[] outcome = new double[n];
      for (int from = 0; from < n; ) {
        int to = groupEnd(from);
        Arrays.fill(outcome, from, to, positivesIn(from, to) / (double) (to - from));
        from = to;
      }
      double sum = 0;
      for (int bin = 0; bin < BINS; bin++) {
        int from = (int) ((long) n * bin / BINS);
        int to = (int) ((long) n * (bin + 1) / BINS);
        double gap = 0;
        for (int i = from; i < to; i++) {
          gap += score[i] - outcome[i];
        }
        sum += Math.abs(gap);
      }
      return sum / n;
    }

    double lift(double share) {
      double wanted = score.length * share;
      double found = 0;
      double taken = 0;
      for (int from = 0; from < score.length && taken < wanted; ) {
        int to = groupEnd(from);
        double part = Math.min(1, (wanted - taken) / (to - from));
        found += part * positivesIn(from, to);
        taken += part * (to - from);
        from = to;
      }
      return found / wanted / (positives / (double) score.length);
    }
  }
}
