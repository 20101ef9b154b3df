package io.tidewatch.decisions.learning;

import io.tidewatch.customer.ExactMath;
import org.apache.commons.math3.special.Erf;

/**
 * The standard normal distribution, the same on every machine: probabilities come from a table and
 * a Taylor polynomial around its nearest entry, some nanoseconds each.
 */
final class Normal {
  private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);
  private static final int REACH = 8;
  private static final int STEPS = 128; // entries for each standard deviation
  private static final double[] BELOW = new double[2 * REACH * STEPS + 1];
  private static final double[] DENSITIES = new double[BELOW.length];

  static {
    for (int i = 0; i < BELOW.length; i++) {
      double x = at(i);
      BELOW[i] = 0.5 * Erf.erfc(-x / Math.sqrt(2));
      DENSITIES[i] = density(x);
    }
  }

  private Normal() {}

  private static double at(int entry) {
    return (double) (entry - REACH * STEPS) / STEPS;
  }

  /** Returns the density. */
  static double density(double x) {
    return DENSITY * ExactMath.expOfMinus(0.5 * x * x);
  }

  /** Returns the probability of a value below, to 1e-8; exactly 0 and 1 from 8 on. */
  static double below(double x) {
    if (x <= -REACH) {
      return 0;
    }
    if (x >= REACH) {
      return 1;
    }
    int entry = (int) (x * STEPS + (REACH * STEPS + 0.5));
    double nearest = at(entry);
    double off = x - nearest;
    return BELOW[entry] + DENSITIES[entry] * off * (1 - 0.5 * nearest * off);
  }
}
