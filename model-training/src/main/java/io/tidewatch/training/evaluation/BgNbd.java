package io.tidewatch.training.evaluation;

import static org.apache.commons.math3.special.Gamma.logGamma;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * The BG/NBD model of repeat buying (Fader, Hardie and Lee 2005, "Counting your customers the easy
 * way", Marketing Science 24(2)): while alive, a customer buys at a rate that is Gamma(r, alpha)
 * over customers; after each purchase they leave for good with a chance that is Beta(a, b) over
 * customers. Time is in weeks. Immutable.
 *
 * @param r shape of the rates
 * @param alpha weeks; r / alpha is the mean rate
 * @param a with b, how readily customers leave
 * @param b see a
 */
record BgNbd(double r, double alpha, double a, double b) {
  private static final double NEAR_ONE = 1e-6;
  private static final int DRAWS = 501;

  BgNbd {
    if (!(r > 0 && alpha > 0 && a > 0 && b > 0)) {
      throw new IllegalArgumentException(
          "r=" + r + ", alpha=" + alpha + ", a=" + a + ", b=" + b + " must all be above 0");
    }
  }

  /** Fits by maximum likelihood. */
  static BgNbd fit(List<PurchaseSummary> customers) {
    Map<PurchaseSummary, Integer> alike = new HashMap<>();
    for (PurchaseSummary c : customers) {
      alike.merge(
          new PurchaseSummary(c.repeats(), c.recencyWeeks(), c.ageWeeks(), 0), 1, Integer::sum);
    }
    double[] found =
        MaximumLikelihood.of(
            p -> of(p).logLikelihood(alike), new double[] {1, 1, 1, 1}, customers.size());
    return of(found);
  }

  private static BgNbd of(double[] p) {
    return new BgNbd(p[0], p[1], p[2], p[3]);
  }

  private double logLikelihood(Map<PurchaseSummary, Integer> customers) {
    double sum = 0;
    for (Map.Entry<PurchaseSummary, Integer> entry : customers.entrySet()) {
      sum += entry.getValue() * logLikelihood(entry.getKey());
    }
    return sum;
  }

  /**
   * Returns the log likelihood of one customer's purchases (eq. 6, in logs so that none is lost).
   */
  double logLikelihood(PurchaseSummary c) {
    int x = c.repeats();
    double rates = logGamma(r + x) - logGamma(r) + r * Math.log(alpha);
    double stays = logGamma(a + b) + logGamma(b + x) - logGamma(b) - logGamma(a + b + x);
    double alive = -(r + x) * Math.log(alpha + c.ageWeeks());
    if (x == 0) {
      return rates + stays + alive;
    }
    double left = Math.log(a) - Math.log(b + x - 1) - (r + x) * Math.log(alpha + c.recencyWeeks());
    double larger = Math.max(alive, left);
    return rates + stays + larger + Math.log(Math.exp(alive - larger) + Math.exp(left - larger));
  }

  /** Returns the probability that the customer has not left. */
  double alive(PurchaseSummary c) {
    int x = c.repeats();
    if (x == 0) {
      return 1;
    }
    double odds =
        a / (b + x - 1) * Math.pow((alpha + c.ageWeeks()) / (alpha + c.recencyWeeks()), r + x);
    return 1 / (1 + odds);
  }

  /** Returns the expected purchases in the next {@code weeks} (eq. 10). */
  double expected(PurchaseSummary c, double weeks) {
    int x = c.repeats();
    // At a = 1 the formula is 0 / 0; a hair beside it, its value is right to 1e-6.
    double leave = Math.abs(a - 1) < NEAR_ONE ? 1 + NEAR_ONE : a;
    double until = alpha + c.ageWeeks() + weeks;
    double quiet = Math.pow((alpha + c.ageWeeks()) / until, r + x);
    double f = Hypergeometric.of(r + x, b + x, leave + b + x - 1, weeks / until);
    return (leave + b + x - 1) / (leave - 1) * (1 - quiet * f) * alive(c);
  }

  /**
   * Returns the probability of any purchase in the next {@code weeks}: alive, and not without a
   * purchase that long at a rate that is Gamma(r + x, alpha + T).
   */
  double any(PurchaseSummary c, double weeks) {
    double age = alpha + c.ageWeeks();
    return alive(c) * (1 - Math.pow(age / (age + weeks), r + c.repeats()));
  }

  /**
   * Returns the median of the purchases in the next {@code weeks}, from draws of what is left open
   * about the customer; exact where it is 0.
   */
  double median(PurchaseSummary c, double weeks, long seed) {
    if (any(c, weeks) <= 0.5) {
      return 0;
    }
    RandomGenerator random = new Well19937c(seed);
    var rates = new GammaDistribution(random, r + c.repeats(), 1 / (alpha + c.ageWeeks()));
    var leaves = new BetaDistribution(random, a, b + c.repeats());
    double alive = alive(c);
    double[] draws = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      draws[i] =
          random.nextDouble() < alive
              ? purchases(rates.sample(), leaves.sample(), weeks, random)
              : 0;
    }
    Arrays.sort(draws);
    return draws[DRAWS / 2];
  }

  /** Draws the purchases of a customer who is alive. */
  private static int purchases(double rate, double leave, double weeks, RandomGenerator random) {
    int purchases = 0;
    double at = -Math.log(1 - random.nextDouble()) / rate;
    while (at <= weeks) {
      purchases++;
      if (random.nextDouble() < leave) {
        break;
      }
      at -= Math.log(1 - random.nextDouble()) / rate;
    }
    return purchases;
  }
}
