package io.tidewatch.training.uplift;

import io.tidewatch.training.policy.Interval;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What a treatment that was drawn by lot changes on average: the difference of two means, with the
 * interval of Welch (1947), whose groups may vary differently. Immutable.
 *
 * @param treated customers treated
 * @param control customers not treated
 * @param treatedMean mean outcome of the treated
 * @param controlMean mean outcome of the others
 * @param effect the difference
 */
public record AverageEffect(
    int treated, int control, double treatedMean, double controlMean, Interval effect) {
  private static final double UPPER = 0.975;

  /**
   * Estimates.
   *
   * @param treated outcomes of the treated
   * @param control outcomes of the others
   * @throws IllegalArgumentException if a group has less than two customers
   */
  public static AverageEffect of(double[] treated, double[] control) {
    if (treated.length < 2 || control.length < 2) {
      throw new IllegalArgumentException(
          "an effect needs at least 2 customers of each group, there are %d treated and %d not"
              .formatted(treated.length, control.length));
    }
    double treatedMean = StatUtils.mean(treated);
    double controlMean = StatUtils.mean(control);
    double half = halfWidth(treated, control);
    double effect = treatedMean - controlMean;
    return new AverageEffect(
        treated.length,
        control.length,
        treatedMean,
        controlMean,
        new Interval(effect, effect - half, effect + half));
  }

  private static double halfWidth(double[] treated, double[] control) {
    double ofTreated = StatUtils.variance(treated) / treated.length;
    double ofControl = StatUtils.variance(control) / control.length;
    double both = ofTreated + ofControl;
    if (both == 0) {
      return 0;
    }
    // Satterthwaite's degrees of freedom.
    double degrees =
        both
            * both
            / (ofTreated * ofTreated / (treated.length - 1)
                + ofControl * ofControl / (control.length - 1));
    return new TDistribution(degrees).inverseCumulativeProbability(UPPER) * Math.sqrt(both);
  }
}
