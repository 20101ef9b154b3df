package io.tidewatch.decisions.learning;

import io.tidewatch.customer.ExactMath;

/** The standard normal distribution, the same on every machine. */
final class Normal {
  private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);
  // Abramowitz and Stegun 1964, 26.2.17: absolute error below 7.5e-8.
  private static final double P = 0.2316419;
  private static final double[] B = {
    0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429
  };

  private Normal() {}

  /** Returns the density. */
  static double density(double x) {
    return DENSITY * ExactMath.expOfMinus(0.5 * x * x);
  }

  /** Returns the probability of a value below, to 7.5e-8; exactly 0 and 1 beyond 8. */
  static double below(double x) {
    if (Math.abs(x) > 8) {
      return x > 0 ? 1 : 0;
    }
    double t = 1 / (1 + P * Math.abs(x));
    double tail = density(x) * t * (B[0] + t * (B[1] + t * (B[2] + t * (B[3] + t * B[4]))));
    return x > 0 ? 1 - tail : tail;
  }
}
