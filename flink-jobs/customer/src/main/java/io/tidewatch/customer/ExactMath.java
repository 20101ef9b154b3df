package io.tidewatch.customer;

/**
 * Logarithm and powers of two from additions, multiplications and divisions in a fixed order, so
 * that every machine and every JDK gives the same bits ({@code Math.log} and {@code Math.exp} may
 * differ in the last one). Absolute error below 4e-16 times the magnitude of the result or 1,
 * whichever is larger; several times faster than StrictMath, whose logarithms are native calls on
 * JDK 17.
 */
public final class ExactMath {
  static final double LN_2 = 0.6931471805599453;

  private static final long MANTISSA = 0x000f_ffff_ffff_ffffL;
  private static final long ONE = 0x3ff0_0000_0000_0000L;
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
    int exponent = (int) (bits >>> 52) - 1023;
    double m = Double.longBitsToDouble(bits & MANTISSA | ONE);
    if (m > 1.4142135623730951) {
      m *= 0.5;
      exponent++;
    }
    double s = (m - 1) / (m + 1);
    double q = s * s;
    double series = 1.0 / 21;
    series = series * q + 1.0 / 19;
    series = series * q + 1.0 / 17;
    series = series * q + 1.0 / 15;
    series = series * q + 1.0 / 13;
    series = series * q + 1.0 / 11;
    series = series * q + 1.0 / 9;
    series = series * q + 1.0 / 7;
    series = series * q + 1.0 / 5;
    series = series * q + 1.0 / 3;
    return exponent * LN_2 + (2 * s + 2 * s * q * series);
  }

  /** e^-x for x of at least 0; 0 where the result is below the normal numbers. */
  public static double expOfMinus(double x) {
    return halved(x / LN_2);
  }

  /** 2^-x for x of at least 0; 0 where the result is below the normal numbers. */
  static double halved(double x) {
    if (x >= -SMALLEST_EXPONENT) {
      return 0;
    }
    int whole = (int) (x + 0.5);
    double rest = (whole - x) * LN_2; // within -0.35 and 0.35
    double series = 1.0 / 6_227_020_800L;
    series = series * rest + 1.0 / 479_001_600;
    series = series * rest + 1.0 / 39_916_800;
    series = series * rest + 1.0 / 3_628_800;
    series = series * rest + 1.0 / 362_880;
    series = series * rest + 1.0 / 40_320;
    series = series * rest + 1.0 / 5_040;
    series = series * rest + 1.0 / 720;
    series = series * rest + 1.0 / 120;
    series = series * rest + 1.0 / 24;
    series = series * rest + 1.0 / 6;
    series = series * rest + 1.0 / 2;
    series = series * rest + 1.0;
    series = series * rest + 1.0; // e^rest
    return series * Double.longBitsToDouble(1023L - whole << 52);
  }
}
