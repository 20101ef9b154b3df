package io.tidewatch.decisions.learning;

/** {@link BelowAll} in plain Java. */
final class ScalarBelowAll extends BelowAll {
  static final ScalarBelowAll INSTANCE = new ScalarBelowAll();

  private ScalarBelowAll() {}

  @Override
  double of(Rivals rivals, double inverse) {
    for (int place = 0; place < Rivals.BLOCK; place++) {
      double product = 1;
      for (int i = place; i < rivals.padded; i += Rivals.BLOCK) {
        double odds = Math.fma(rivals.weights[i], inverse, -1);
        product *= below(Math.fma(log(odds), rivals.slopes[i], rivals.offsets[i]));
      }
      rivals.products[place] = product;
    }
    return rivals.product();
  }

  private static double log(double x) {
    long bits = Math.max(Double.doubleToRawLongBits(x), LEAST_ODDS) - TO_NEAREST;
    double exponent = Double.longBitsToDouble(bits >>> MANTISSA_BITS | WHOLE_BITS) - WHOLE;
    double f = Double.longBitsToDouble((bits & MANTISSA) + ROOT) - 1;
    double series = Math.fma(f, L10, L9);
    series = Math.fma(f, series, L8);
    series = Math.fma(f, series, L7);
    series = Math.fma(f, series, L6);
    series = Math.fma(f, series, L5);
    series = Math.fma(f, series, L4);
    series = Math.fma(f, series, L3);
    series = Math.fma(f, series, L2);
    return Math.fma(exponent, LN_2, Math.fma(f * f, series, f));
  }

  /** The probability of a value below, of the standard normal distribution. */
  private static double below(double z) {
    double a = Math.abs(z);
    double p = Math.fma(a, P8, P7);
    p = Math.fma(a, p, P6);
    p = Math.fma(a, p, P5);
    p = Math.fma(a, p, P4);
    p = Math.fma(a, p, P3);
    p = Math.fma(a, p, P2);
    p = Math.fma(a, p, P1);
    p = Math.fma(a, p, 1);
    double p2 = p * p;
    double p4 = p2 * p2;
    double p8 = p4 * p4;
    return 0.5 + Math.copySign(0.5 - 0.5 / (p8 * p8), z);
  }
}
