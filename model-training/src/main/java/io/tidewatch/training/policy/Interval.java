package io.tidewatch.training.policy;

/**
 * An estimate and its 95 % interval, all in the unit of the estimate.
 *
 * @param value the estimate
 * @param low lower end
 * @param high upper end
 */
public record Interval(double value, double low, double high) {
  /** Returns whether a value lies inside, the ends included. */
  public boolean contains(double other) {
    return low <= other && other <= high;
  }
}
