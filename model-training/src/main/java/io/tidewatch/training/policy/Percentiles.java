package io.tidewatch.training.policy;

import java.util.Arrays;

/** The 95 % interval of an estimate from what resamples of its data gave (Efron 1979). */
public final class Percentiles {
  private static final double TAIL = 0.025;

  private Percentiles() {}

  /**
   * Returns the interval between the 2.5th and the 97.5th percentile.
   *
   * @param value the estimate of all data
   * @param resampled estimates of the resamples, at least one; not changed
   */
  public static Interval interval(double value, double[] resampled) {
    double[] sorted = resampled.clone();
    Arrays.sort(sorted);
    return new Interval(value, at(sorted, TAIL), at(sorted, 1 - TAIL));
  }

  /** Interpolates between the two nearest. */
  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
