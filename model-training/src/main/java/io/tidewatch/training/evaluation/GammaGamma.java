package io.tidewatch.training.evaluation;

import static org.apache.commons.math3.special.Gamma.logGamma;

import java.util.List;

/**
 * The Gamma-Gamma model of the money of a purchase (Fader and Hardie 2013, "The Gamma-Gamma model
 * of monetary value"): independent of how often one buys. Immutable.
 *
 * @param p shape of a customer's purchases
 * @param q shape of the customers' scales; the mean over customers is finite above 1
 * @param v money; scale of the customers' scales
 */
record GammaGamma(double p, double q, double v) {
  GammaGamma {
    if (!(p > 0 && q > 0 && v > 0)) {
      throw new IllegalArgumentException(
          "p=" + p + ", q=" + q + ", v=" + v + " must all be above 0");
    }
  }

  /**
   * Fits by maximum likelihood to the customers who bought again and paid.
   *
   * @throws IllegalArgumentException if there are none
   */
  static GammaGamma fit(List<PurchaseSummary> customers) {
    List<PurchaseSummary> paying =
        customers.stream().filter(c -> c.repeats() > 0 && c.meanRepeatSpend() > 0).toList();
    double[] found =
        MaximumLikelihood.of(
            at -> {
              GammaGamma model = of(at);
              return paying.stream().mapToDouble(model::logLikelihood).sum();
            },
            new double[] {1, 2, 10},
            paying.size());
    return of(found);
  }

  private static GammaGamma of(double[] at) {
    return new GammaGamma(at[0], at[1], at[2]);
  }

  /** Returns the log likelihood of the mean of one customer's repeat purchases (eq. 1a). */
  double logLikelihood(PurchaseSummary c) {
    double px = p * c.repeats();
    double z = c.meanRepeatSpend();
    return logGamma(px + q)
        - logGamma(px)
        - logGamma(q)
        + q * Math.log(v)
        + (px - 1) * Math.log(z)
        + px * Math.log(c.repeats())
        - (px + q) * Math.log(v + c.repeats() * z);
  }

  /** Returns the expected money of a customer's next purchase; the mean of all if q is below 1. */
  double expected(PurchaseSummary c) {
    double px = p * c.repeats();
    double denominator = px + q - 1;
    if (denominator <= 0) {
      return v * p / q;
    }
    return p * (v + c.repeats() * c.meanRepeatSpend()) / denominator;
  }
}
