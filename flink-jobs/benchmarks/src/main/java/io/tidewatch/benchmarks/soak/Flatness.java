package io.tidewatch.benchmarks.soak;

import java.util.Arrays;

/**
 * Whether a series stays where it is once it is warm.
 *
 * @param median median of the series
 * @param low lowest value as a ratio of the median
 * @param high highest value as a ratio of the median
 * @param drift median of the last quarter as a ratio of that of the first quarter
 */
record Flatness(double median, double low, double high, double drift) {
  /** How far every value may lie from the median, and the end from the beginning. */
  static final double TOLERANCE = 0.05;

  /**
   * Looks at a series.
   *
   * @param series at least one positive value, oldest first
   */
  static Flatness of(double[] series) {
    if (series.length == 0) {
      throw new IllegalArgumentException("nothing was measured after the warm-up; run longer");
    }
    double median = median(series);
    int quarter = Math.max(1, series.length / 4);
    double begin = median(Arrays.copyOfRange(series, 0, quarter));
    double end = median(Arrays.copyOfRange(series, series.length - quarter, series.length));
    return new Flatness(
        median,
        Arrays.stream(series).min().orElseThrow() / median,
        Arrays.stream(series).max().orElseThrow() / median,
        end / begin);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Returns whether every value and the drift lie within {@link #TOLERANCE}. */
  boolean flat() {
    return low >= 1 - TOLERANCE && high <= 1 + TOLERANCE && Math.abs(drift - 1) <= TOLERANCE;
  }
}
