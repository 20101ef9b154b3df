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
  private static final int STEPS = 32; // entries for each standard deviation, 8 KiB in all
  // By twos, because both are needed and come with one line of the cache: the probability of a
  // value below the entry's, and the density there.
  private static final double[] TABLE = new double[2 * (2 * REACH * STEPS + 1)];

  static {
    for (int i = 0; i < TABLE.length; i += 2) {
      double x = at(i / 2);
      TABLE[i] = 0.5 * Erf.erfc(-x / Math.sqrt(2));
      TABLE[i + 1] = density(x);
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
    double series = 1 - off * (0.5 * nearest - off * ((nearest * nearest - 1) * (1.0 / 6)));
    return TABLE[2 * entry] + TABLE[2 * entry + 1] * off * series;
  }
}
