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
  private static final float TANH_CLAMP = 7.90531110763549805f;

  private static final float A13 = -2.76076847742355e-16f;
  private static final float A11 = 2.00018790482477e-13f;
  private static final float A9 = -8.60467152213735e-11f;
  private static final float A7 = 5.12229709037114e-08f;
  private static final float A5 = 1.48572235717979e-05f;
  private static final float A3 = 6.37261928875436e-04f;
  private static final float A1 = 4.89352455891786e-03f;
  private static final float B6 = 1.19825839466702e-06f;
  private static final float B4 = 1.18534705686654e-04f;
  private static final float B2 = 2.26843463243900e-03f;
  private static final float B0 = 4.89352518554385e-03f;

  private static final float LEAK = 0.01f;

  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float EXP_MAX = 88f;
  private static final float EXP_MIN = -87f;

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
    float sum = 0;
    for (int j = from; j < to; j++) {
      float e = exp(a[j] - largest);
      a[j] = e;
      sum += e;
    }
    float factor = 1 / sum;
    for (int j = from; j < to; j++) {
      a[j] *= factor;
    }
  }

  /** Returns the hyperbolic tangent, in [-1, 1]. */
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
    return Math.max(-1f, Math.min(1f, x * p / q));
  }

  /**
   * Returns {@code e^x} for x in [-87, 88], cut outside, relative error below 2e-7 (Cephes, expf:
   * {@code e^x = 2^n e^r} with r within half of ln 2, polynomial of degree 7).
   */
  static float exp(float value) {
    float x = Math.max(EXP_MIN, Math.min(EXP_MAX, value));
    float n = (float) Math.floor(Math.fma(x, LOG2_E, 0.5f));
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = Math.fma(1.9875691500e-4f, r, 1.3981999507e-3f);
    p = Math.fma(p, r, 8.3334519073e-3f);
    p = Math.fma(p, r, 4.1665795894e-2f);
    p = Math.fma(p, r, 1.6666665459e-1f);
    p = Math.fma(p, r, 5.0000001201e-1f);
    float e = Math.fma(p, r * r, r) + 1f;
    return e * Float.intBitsToFloat(((int) n + 127) << 23);
  }
}
