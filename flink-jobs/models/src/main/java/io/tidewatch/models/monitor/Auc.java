package io.tidewatch.models.monitor;

import java.util.Arrays;

/**
 * Area under the ROC curve with its standard error, without assumptions on how scores are spread
 * (DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44), computed from mid-ranks (Sun and Xu
 * 2014, IEEE Signal Processing Letters 21(11), algorithm 2). Ties count half.
 *
 * @param value chance that a random positive scores above a random negative, 0 to 1
 * @param standardError of the value; at least what one more case of either kind could change
 * @param positives cases that were positive
 * @param negatives cases that were not
 */
public record Auc(double value, double standardError, int positives, int negatives) {

  /**
   * Computes it in O(n log n).
   *
   * @param scores in any order
   * @param labels what happened, as many
   * @throws IllegalArgumentException if there are fewer than two cases of either kind
   */
  public static Auc of(float[] scores, boolean[] labels) {
    int positives = 0;
    for (boolean label : labels) {
      positives += label ? 1 : 0;
    }
    int negatives = labels.length - positives;
    if (positives < 2 || negatives < 2) {
      throw new IllegalArgumentException(
          positives + " positive and " + negatives + " negative cases, must be 2 of each");
    }
    float[] up = new float[positives];
    float[] down = new float[negatives];
    int ups = 0;
    int downs = 0;
    for (int i = 0; i < scores.length; i++) {
      if (labels[i]) {
        up[ups++] = scores[i];
      } else {
        down[downs++] = scores[i];
      }
    }
    Arrays.sort(up);
    Arrays.sort(down);
    double[] beaten = placements(up, down);
    double[] beating = placements(down, up);
    double value = Arrays.stream(beaten).average().orElseThrow();
    double variance = variance(beaten) / positives + variance(beating) / negatives;
    double floor = 0.5 / positives / negatives;
    return new Auc(value, Math.max(floor, Math.sqrt(variance)), positives, negatives);
  }

  /** Returns for each case the share of the others that lie below it, ties counting half. */
  private static double[] placements(float[] cases, float[] others) {
    double[] placements = new double[cases.length];
    int below = 0;
    int notAbove = 0;
    for (int i = 0; i < cases.length; i++) {
      while (below < others.length && others[below] < cases[i]) {
        below++;
      }
      notAbove = Math.max(notAbove, below);
      while (notAbove < others.length && others[notAbove] <= cases[i]) {
        notAbove++;
      }
      placements[i] = (below + notAbove) / 2.0 / others.length;
    }
    return placements;
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / (values.length - 1);
  }
}
