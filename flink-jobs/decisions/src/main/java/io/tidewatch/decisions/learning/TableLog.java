package io.tidewatch.decisions.learning;

import io.tidewatch.customer.ExactMath;

/**
 * Natural logarithms from a table of 1,024 and a cubic around its entries: to 1e-13, some
 * nanoseconds each, the same on every machine. For loops over all pairs of offers; elsewhere there
 * is {@link ExactMath#log}.
 */
final class TableLog {
  private static final int BITS = 10;
  private static final int SHIFT = 52 - BITS;
  private static final long MANTISSA = 0x000f_ffff_ffff_ffffL;
  private static final long ONE = 0x3ff0_0000_0000_0000L;
  private static final double LN_2 = ExactMath.log(2);
  private static final double[] INVERSES = new double[1 << BITS];
  private static final double[] LOGS = new double[1 << BITS];

  static {
    for (int i = 0; i < LOGS.length; i++) {
      double middle = 1 + (i + 0.5) / LOGS.length;
      INVERSES[i] = 1 / middle;
      LOGS[i] = ExactMath.log(middle);
    }
  }

  private TableLog() {}

  /** Returns the logarithm of a positive normal number. */
  static double of(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) (bits >>> 52) - 1023;
    int entry = (int) (bits >>> SHIFT) & (LOGS.length - 1);
    double off = Double.longBitsToDouble(bits & MANTISSA | ONE) * INVERSES[entry] - 1;
    return exponent * LN_2 + LOGS[entry] + off * (1 - off * (0.5 - off * (1.0 / 3)));
  }
}
