package io.tidewatch.customer;

/**
 * Logarithm and powers of two from additions, multiplications and divisions in a fixed order, so
 * that every machine and every JDK gives the same bits ({@code Math.log} and {@code Math.exp} may
 * differ in the last one). Absolute error below 4e-16 times the magnitude of the result or 1,
 * whichever is larger; several times faster than StrictMath, whose logarithms are native calls on
 * JDK 17. Polynomials are summed in halves (Estrin 1960), which a processor computes side by side;
 * by Horner's rule each step would wait for the one before.
 */
public final class ExactMath {
  static final double LN_2 = 0.6931471805599453;

  private static final long ROOT_HALF = Double.doubleToRawLongBits(Math.sqrt(0.5));
  private static final int SMALLEST_EXPONENT = -1022;

  private ExactMath() {}

  /** log(1 + x) for x of at least 0. */
  static double log1p(double x) {
    return log(1 + x);
  }

  /**
   * Natural logarithm of a positive normal number: {@code x = 2^e * m} with m around 1, {@code log
   * m = 2 artanh((m - 1) / (m + 1))} as a series.
   */
  public static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    long exponent = bits - ROOT_HALF >> 52; // so that m is within 0.71 and 1.41
    double m = Double.longBitsToDouble(bits - (exponent << 52));
    double s = (m - 1) / (m + 1);
    double q = s * s;
    double q2 = q * q;
    double q4 = q2 * q2;
    double low = (1.0 / 3 + q * (1.0 / 5)) + q2 * (1.0 / 7 + q * (1.0 / 9));
    double middle = (1.0 / 11 + q * (1.0 / 13)) + q2 * (1.0 / 15 + q * (1.0 / 17));
    double high = 1.0 / 19 + q * (1.0 / 21);
    double series = low + q4 * (middle + q4 * high);
    return exponent * LN_2 + (2 * s + 2 * s * q * series);
  }

  /** e^-x for x of at least 0; 0 where the result is below the normal numbers. */
  public static double expOfMinus(double x) {
    return halved(x * (1 / LN_2));
  }

  /** 2^-x for x of at least 0; 0 where the result is below the normal numbers. */
  static double halved(double x) {
    if (x >= -SMALLEST_EXPONENT) {
      return 0;
    }
    int whole = (int) (x + 0.5);
    double rest = (whole - x) * LN_2; // within -0.35 and 0.35
    double rest2 = rest * rest;
    double rest4 = rest2 * rest2;
    double third = (1.0 / 6 + rest * (1.0 / 24)) + rest2 * (1.0 / 120 + rest * (1.0 / 720));
    double seventh =
        (1.0 / 5_040 + rest * (1.0 / 40_320)) + rest2 * (1.0 / 362_880 + rest * (1.0 / 3_628_800));
    double eleventh =
        1.0 / 39_916_800 + rest * (1.0 / 479_001_600) + rest2 * (1.0 / 6_227_020_800L);
    double tail = third + rest4 * (seventh + rest4 * eleventh);
    double series = 1 + (rest + rest2 * (0.5 + rest * tail)); // e^rest
    return series * Double.longBitsToDouble(1023L - whole << 52);
  }
}
