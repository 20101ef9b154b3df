package io.tidewatch.decisions.learning;

import io.tidewatch.customer.ExactMath;

/**
 * What is believed of the log-odds that an offer is accepted: a normal distribution.
 *
 * @param mean most likely log-odds
 * @param sd how far it may be off, above 0
 */
public record Activation(double mean, double sd) {
  private static final double PROBIT = Math.PI / 8;

  /** Refuses a distribution without spread. */
  public Activation {
    if (!(sd > 0) || Double.isInfinite(sd) || Double.isNaN(mean) || Double.isInfinite(mean)) {
      throw new IllegalArgumentException(
          "mean=" + mean + ", sd=" + sd + " must be finite and sd above 0");
    }
  }

  /**
   * Returns the expected probability of acceptance: the logistic function averaged over the
   * distribution, to within 0.01 (MacKay 1992, Neural Computation 4(5), eq. 10).
   */
  public double propensity() {
    return logistic(mean / Math.sqrt(1 + PROBIT * sd * sd));
  }

  /** Returns the probability of acceptance at so many standard deviations from the mean. */
  double propensityAt(double deviations) {
    return logistic(mean + sd * deviations);
  }

  /** Returns the logistic function, the same on every machine. */
  static double logistic(double logOdds) {
    double odds = ExactMath.expOfMinus(Math.abs(logOdds));
    return logOdds >= 0 ? 1 / (1 + odds) : odds / (1 + odds);
  }
}
