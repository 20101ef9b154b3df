package io.tidewatch.decisions.learning;

import java.util.Optional;

/**
 * The probability that all of some offers are drawn below a worth, in one of two variants that give
 * the same bits: in plain Java, and on the JDK's vectors, six times as fast. Chosen as the kernels
 * of models are: vectors where the JVM was started with {@code --add-modules jdk.incubator.vector},
 * unless the system property {@value #PROPERTY} says {@code scalar}.
 *
 * <p>An offer is worth v at log-odds of {@code -log(weight / v - 1)}. The logarithm is a polynomial
 * around the nearest power of two, to 1e-9, and the normal distribution's tail {@code 0.5 /
 * p(z)^16} with a polynomial p, to 5e-9 (of the form of Abramowitz and Stegun 1964, 26.2.19, with
 * two more terms, fitted to the least largest error). There are neither branches nor tables, so
 * that vectors do the same as single numbers.
 */
abstract class BelowAll {
  static final String PROPERTY = "tidewatch.kernels";

  /** The fastest variant that this JVM can run. */
  static final BelowAll BEST = best(System.getProperty(PROPERTY));

  private static final String MODULE = "jdk.incubator.vector";

  // log(1 + f) = f + f^2 (L2 + f (L3 + ...)) from sqrt(1/2) - 1 to sqrt(2) - 1.
  static final double L2 = -0.4999997503045838;
  static final double L3 = 0.33333319119479976;
  static final double L4 = -0.25002429332948695;
  static final double L5 = 0.20002790917499275;
  static final double L6 = -0.16593464069228323;
  static final double L7 = 0.14160188383583705;
  static final double L8 = -0.13332748603846503;
  static final double L9 = 0.13058520020741643;
  static final double L10 = -0.07607959975464182;
  static final double LN_2 = 0.6931471805599453;

  // p(z) = 1 + z (P1 + z (P2 + ...)) for z of at least 0; it grows without end.
  static final double P1 = 0.04986781350177891;
  static final double P2 = 0.02113733134428987;
  static final double P3 = 0.003285913464640888;
  static final double P4 = 3.2149089418857206e-05;
  static final double P5 = 4.742055781020223e-05;
  static final double P6 = 8.914790167012587e-06;
  static final double P7 = -1.445696916561516e-06;
  static final double P8 = 1.8601465272851819e-07;

  /** Odds of 0 and below, of an offer that is never worth so much, count as these. */
  static final long LEAST_ODDS = Double.doubleToRawLongBits(Double.MIN_NORMAL);

  private static final int BIAS = 1023; // of a double's exponent
  static final int MANTISSA_BITS = 52;
  static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
  static final long SIGN = Long.MIN_VALUE;
  static final long ROOT = Double.doubleToRawLongBits(Math.sqrt(0.5));

  /** Taken from a number's bits, the exponent is that of the power of two next to it. */
  static final long TO_NEAREST = ROOT - ((long) BIAS << MANTISSA_BITS);

  /** A double with these bits is {@link #WHOLE} more than the number in its lowest ones. */
  static final long WHOLE_BITS = Double.doubleToRawLongBits(0x1p52);

  /** What to take away for an exponent, which has its bias. */
  static final double WHOLE = 0x1p52 + BIAS;

  /** Returns the variant in plain Java, which runs everywhere. */
  static BelowAll scalar() {
    return ScalarBelowAll.INSTANCE;
  }

  /** Returns the variant on vectors; touches its class only where it can be loaded. */
  static Optional<BelowAll> vector() {
    boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
    return present ? Optional.of(VectorBelowAll.INSTANCE) : Optional.empty();
  }

  static BelowAll best(String forced) {
    return "scalar".equals(forced) ? scalar() : vector().orElseGet(BelowAll::scalar);
  }

  /**
   * Returns the probability.
   *
   * @param inverse 1 / worth, above 0 and finite; of minor units
   */
  abstract double of(Rivals rivals, double inverse);
}
