package io.tidewatch.training.evaluation;

/** Gauss's hypergeometric function, as far as the BG/NBD model needs it. */
final class Hypergeometric {
  private static final int TERMS = 100_000;
  private static final double PRECISION = 1e-14;

  private Hypergeometric() {}

  /**
   * Returns 2F1(a, b; c; z) by its series (Abramowitz and Stegun 15.1.1), after the linear
   * transformation 15.3.3, whose series has smaller terms where {@code c < a + b}.
   *
   * @param c neither 0 nor a negative whole number
   * @param z 0 to below 1; the closer to 1, the more terms
   * @throws IllegalArgumentException if c or z is outside that range
   */
  static double of(double a, double b, double c, double z) {
    if (!(z >= 0 && z < 1) || c <= 0 && c == Math.rint(c)) {
      throw new IllegalArgumentException(
          "2F1("
              + a
              + ", "
              + b
              + "; "
              + c
              + "; "
              + z
              + "): z must be in [0, 1), c neither 0 nor a negative whole number");
    }
    return c < a + b ? Math.pow(1 - z, c - a - b) * series(c - a, c - b, c, z) : series(a, b, c, z);
  }

  private static double series(double a, double b, double c, double z) {
    double term = 1;
    double sum = 1;
    for (int n = 0; n < TERMS; n++) {
      term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z;
      sum += term;
      if (Math.abs(term) <= PRECISION * Math.abs(sum)) {
        return sum;
      }
    }
    throw new ArithmeticException(
        "2F1(" + a + ", " + b + "; " + c + "; " + z + ") does not converge in " + TERMS + " terms");
  }
}
