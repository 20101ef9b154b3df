package io.tidewatch.models.kernel;

/**
 * Activation functions over a range of an array, in place. Pure functions of the bits of their
 * input: the same on every machine and JDK, so neither {@code Math.exp} nor the like is used.
 *
 * <p>tanh is the rational approximation of degree 13/6 that Eigen uses (Eigen, MathFunctionsImpl.h,
 * generic_fast_tanh_float): only multiply, add, divide, min and max, hence vectorised by the JIT
 * compiler. Largest error: 4e-7 for tanh, 2e-7 for sigmoid.
 */
public final class Activations {
  /** Beyond it tanh is 1 in float32. */
  static final float TANH_CLAMP = 7.90531110763549805f;

  static final float A13 = -2.76076847742355e-16f;
  static final float A11 = 2.00018790482477e-13f;
  static final float A9 = -8.60467152213735e-11f;
  static final float A7 = 5.12229709037114e-08f;
  static final float A5 = 1.48572235717979e-05f;
  static final float A3 = 6.37261928875436e-04f;
  static final float A1 = 4.89352455891786e-03f;
  static final float B6 = 1.19825839466702e-06f;
  static final float B4 = 1.18534705686654e-04f;
  static final float B2 = 2.26843463243900e-03f;
  static final float B0 = 4.89352518554385e-03f;

  static final float LEAK = 0.01f;

  static final float LOG2_E = 1.44269504f;
  static final float LN2_HIGH = 0.693359375f;
  static final float LN2_LOW = -2.12194440e-4f;
  static final float E7 = 1.9875691500e-4f;
  static final float E6 = 1.3981999507e-3f;
  static final float E5 = 8.3334519073e-3f;
  static final float E4 = 4.1665795894e-2f;
  static final float E3 = 1.6666665459e-1f;
  static final float E2 = 5.0000001201e-1f;
  static final float EXP_MAX = 88f;
  static final float EXP_MIN = -87f;

  /** Adding it rounds to a whole number, which then stands in the lowest bits. */
  static final float ROUNDING = 0x1.8p23f;

  static final int ONE_BITS = Float.floatToRawIntBits(1f);

  private Activations() {}

  /** Hyperbolic tangent of {@code a[from..to)}. */
  public static void tanh(float[] a, int from, int to) {
    for (int j = from; j < to; j++) {
      a[j] = tanh(a[j]);
    }
  }

  /** {@code 1 / (1 + e^-x)} of {@code a[from..to)}. */
  public static void sigmoid(float[] a, int from, int to) {
    for (int j = from; j < to; j++) {
      a[j] = Math.fma(0.5f, tanh(0.5f * a[j]), 0.5f);
    }
  }

  /** {@code 0.2 x + 0.5}, cut to 0 and 1, of {@code a[from..to)}. */
  public static void hardSigmoid(float[] a, int from, int to) {
    for (int j = from; j < to; j++) {
      a[j] = Math.max(0f, Math.min(1f, Math.fma(0.2f, a[j], 0.5f)));
    }
  }

  /** {@code max(x, 0)} of {@code a[from..to)}. */
  public static void relu(float[] a, int from, int to) {
    for (int j = from; j < to; j++) {
      a[j] = Math.max(0f, a[j]);
    }
  }

  /** {@code max(x, 0.01 x)} of {@code a[from..to)}. */
  public static void leakyRelu(float[] a, int from, int to) {
    for (int j = from; j < to; j++) {
      a[j] = Math.max(LEAK * a[j], a[j]);
    }
  }

  /** {@code ln(1 + e^x)} of {@code a[from..to)}. */
  public static void softplus(float[] a, int from, int to) {
    for (int j = from; j < to; j++) {
      float x = a[j];
      a[j] = Math.max(x, 0f) + (float) StrictMath.log1p(exp(-Math.abs(x)));
    }
  }

  /** {@code e^x} over the sum of {@code e^x}, of {@code a[from..to)}. */
  public static void softmax(float[] a, int from, int to) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int j = from; j < to; j++) {
      largest = Math.max(largest, a[j]);
    }
    for (int j = from; j < to; j++) {
      a[j] = exp(a[j] - largest);
    }
    float factor = 1 / sum(a, from, to);
    for (int j = from; j < to; j++) {
      a[j] *= factor;
    }
  }

  /** Returns the sum, added up in four strands that do not wait for each other. */
  static float sum(float[] a, int from, int to) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int j = from;
    for (; j + 4 <= to; j += 4) {
      sum0 += a[j];
      sum1 += a[j + 1];
      sum2 += a[j + 2];
      sum3 += a[j + 3];
    }
    for (; j < to; j++) {
      sum0 += a[j];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  /** Returns the hyperbolic tangent, in [-1, 1]; NaN if the value is not finite. */
  static float tanh(float value) {
    float x = Math.max(-TANH_CLAMP, Math.min(TANH_CLAMP, value));
    float x2 = x * x;
    float p = Math.fma(x2, A13, A11);
    p = Math.fma(x2, p, A9);
    p = Math.fma(x2, p, A7);
    p = Math.fma(x2, p, A5);
    p = Math.fma(x2, p, A3);
    p = Math.fma(x2, p, A1);
    float q = Math.fma(x2, B6, B4);
    q = Math.fma(x2, q, B2);
    q = Math.fma(x2, q, B0);
    return Math.fma(value, 0f, Math.max(-1f, Math.min(1f, x * p / q)));
  }

  /**
   * Returns {@code e^x} for x in [-87, 88], cut outside, relative error below 2e-7 (Cephes, expf:
   * {@code e^x = 2^n e^r} with r within half of ln 2, polynomial of degree 7).
   */
  static float exp(float value) {
    float x = Math.max(EXP_MIN, Math.min(EXP_MAX, value));
    float rounded = Math.fma(x, LOG2_E, ROUNDING);
    float n = rounded - ROUNDING;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = Math.fma(E7, r, E6);
    p = Math.fma(p, r, E5);
    p = Math.fma(p, r, E4);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, E2);
    float e = Math.fma(p, r * r, r) + 1f;
    return e * Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << 23) + ONE_BITS);
  }
}
