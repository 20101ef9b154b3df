package io.tidewatch.decisions.learning;

import io.tidewatch.customer.ExactMath;

/**
 * Natural logarithms from a table of 256 and a polynomial around its entries: to 1e-13, some
 * nanoseconds each, the same on every machine. For loops over all pairs of offers; elsewhere there
 * is {@link ExactMath#log}.
 */
final class TableLog {
  private static final int BITS = 8;
  private static final int SHIFT = 52 - BITS;
  private static final long MANTISSA = 0x000f_ffff_ffff_ffffL;
  private static final long ONE = 0x3ff0_0000_0000_0000L;
  private static final double LN_2 = ExactMath.log(2);
  private static final int ENTRIES = 1 << BITS;
  // By twos, because both are needed and come with one line of the cache: 1 / x and log(x).
  private static final double[] TABLE = new double[2 * ENTRIES];

  static {
    for (int i = 0; i < ENTRIES; i++) {
      double middle = 1 + (i + 0.5) / ENTRIES;
      TABLE[2 * i] = 1 / middle;
      TABLE[2 * i + 1] = ExactMath.log(middle);
    }
  }

  private TableLog() {}

  /** Returns the logarithm of a positive normal number. */
  static double of(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) (bits >>> 52) - 1023;
    int entry = 2 * ((int) (bits >>> SHIFT) & (ENTRIES - 1));
    double off = Double.longBitsToDouble(bits & MANTISSA | ONE) * TABLE[entry] - 1;
    return exponent * LN_2
        + TABLE[entry + 1]
        + off * (1 - off * (0.5 - off * (1.0 / 3 - off * 0.25)));
  }
}
