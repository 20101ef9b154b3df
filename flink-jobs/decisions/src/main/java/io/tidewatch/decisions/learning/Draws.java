package io.tidewatch.decisions.learning;

import org.apache.commons.math3.special.Erf;

/**
 * Random numbers that are pure functions of a decision's seed and a name. What is drawn for an
 * offer does not depend on which others there are. The same on every machine: commons-math computes
 * without the processor's own functions.
 */
final class Draws {
  private static final double SQRT_2 = Math.sqrt(2);
  private static final double FARTHEST = 9; // no number in (0, 1) of these bits goes so far
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int QUANTILES = 128;
  private static final double[] ABOVE = new double[QUANTILES]; // by share, rounded down

  static {
    for (int i = 0; i < QUANTILES; i++) {
      ABOVE[i] = i + 1 == QUANTILES ? FARTHEST : normal((i + 1.0) / QUANTILES);
    }
  }

  private Draws() {}

  /** Returns a number in (0, 1), uniform over seeds, independent for different names. */
  static double uniform(long seed, String name) {
    return unit(with(seed, name));
  }

  /** Returns 64 bits that stand for a name. */
  static long key(String name) {
    return with(GOLDEN, name);
  }

  /** Returns a number in (0, 1), uniform over seeds, independent for different keys. */
  static double uniform(long seed, long key) {
    return unit(mixed(seed ^ key));
  }

  /** Returns the seed of one kind of draws. */
  static long with(long seed, String name) {
    long bits = seed;
    for (int i = 0; i < name.length(); i++) {
      bits = mixed(bits + GOLDEN + name.charAt(i));
    }
    return bits;
  }

  /** Returns the standard normal number below which a share of all, in (0, 1), lies. */
  static double normal(double share) {
    return SQRT_2 * Erf.erfInv(2 * share - 1);
  }

  /** Returns at least {@link #normal}, for a twentieth of the price. */
  static double normalAtLeast(double share) {
    return ABOVE[(int) (share * QUANTILES)];
  }

  private static double unit(long bits) {
    return ((mixed(bits + GOLDEN) >>> 12) + 0.5) * 0x1.0p-52;
  }

  /** SplitMix64's finaliser (Steele, Lea and Flood 2014). */
  private static long mixed(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
