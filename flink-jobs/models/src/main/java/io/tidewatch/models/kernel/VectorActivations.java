package io.tidewatch.models.kernel;

import static io.tidewatch.models.kernel.Activations.A1;
import static io.tidewatch.models.kernel.Activations.A11;
import static io.tidewatch.models.kernel.Activations.A13;
import static io.tidewatch.models.kernel.Activations.A3;
import static io.tidewatch.models.kernel.Activations.A5;
import static io.tidewatch.models.kernel.Activations.A7;
import static io.tidewatch.models.kernel.Activations.A9;
import static io.tidewatch.models.kernel.Activations.B0;
import static io.tidewatch.models.kernel.Activations.B2;
import static io.tidewatch.models.kernel.Activations.B4;
import static io.tidewatch.models.kernel.Activations.B6;
import static io.tidewatch.models.kernel.Panels.L;
import static io.tidewatch.models.kernel.Panels.S;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Activations} on vectors: operation by operation the same, hence the same bits.
 *
 * <p>JDK 17 inlines vector operations only up to a number of nodes per compiled method; beyond,
 * every vector becomes an object. So there is one loop with the rational function in it, too long
 * to be inlined anywhere else, and all activations of that kind go through it.
 */
final class VectorActivations {
  private static final VectorSpecies<Integer> I = S.withLanes(int.class);

  private static final int SIGN = 0x8000_0000;
  private static final int ONE = Float.floatToRawIntBits(1f);
  private static final int CLAMP = Float.floatToRawIntBits(Activations.TANH_CLAMP);

  private static final float[] TANH_SCALE = {1f, 1f, 1f, 1f};
  private static final float[] TANH_SHIFT = {-0f, -0f, -0f, -0f};
  private static final float[] SIGMOID_SCALE = {0.5f, 0.5f, 0.5f, 0.5f};
  private static final float[] SIGMOID_SHIFT = {0.5f, 0.5f, 0.5f, 0.5f};

  private VectorActivations() {}

  /** Applies tanh to the first values, whole vectors. */
  static void tanh(float[] y, int count) {
    scaledTanh(y, count, TANH_SCALE, TANH_SHIFT);
  }

  /** Applies the sigmoid to the first values, whole vectors. */
  static void sigmoid(float[] y, int count) {
    scaledTanh(y, count, SIGMOID_SCALE, SIGMOID_SHIFT);
  }

  /**
   * Applies {@code scale tanh(scale y) + shift} to the first values, whole vectors: tanh with 1 and
   * -0, the sigmoid with 0.5 and 0.5. Vector i takes number {@code i mod 4} of scale and shift.
   *
   * <p>Works on magnitudes and puts the sign back: tanh is odd, and the least of two magnitudes is
   * that of their bits, one instruction where {@code Math.min} takes seven. Two vectors at a time,
   * since each waits long for its division; an odd one out is computed twice.
   */
  static void scaledTanh(float[] y, int count, float[] scale, float[] shift) {
    var a13 = FloatVector.broadcast(S, A13);
    var a11 = FloatVector.broadcast(S, A11);
    var a9 = FloatVector.broadcast(S, A9);
    var a7 = FloatVector.broadcast(S, A7);
    var a5 = FloatVector.broadcast(S, A5);
    var a3 = FloatVector.broadcast(S, A3);
    var a1 = FloatVector.broadcast(S, A1);
    var b6 = FloatVector.broadcast(S, B6);
    var b4 = FloatVector.broadcast(S, B4);
    var b2 = FloatVector.broadcast(S, B2);
    var b0 = FloatVector.broadcast(S, B0);
    var zero = FloatVector.broadcast(S, 0f);
    var sign = IntVector.broadcast(I, SIGN);
    var magnitude = IntVector.broadcast(I, ~SIGN);
    var clamp = IntVector.broadcast(I, CLAMP);
    var one = IntVector.broadcast(I, ONE);
    for (int atA = 0; atA < count; atA += 2 * L) {
      int atB = Math.min(atA + L, count - L);
      var scaleA = FloatVector.broadcast(S, scale[atA / L & 3]);
      var scaleB = FloatVector.broadcast(S, scale[atB / L & 3]);
      var a = FloatVector.fromArray(S, y, atA).mul(scaleA);
      var b = FloatVector.fromArray(S, y, atB).mul(scaleB);
      var aBits = a.reinterpretAsInts();
      var bBits = b.reinterpretAsInts();
      var aX = aBits.and(magnitude).min(clamp).reinterpretAsFloats();
      var bX = bBits.and(magnitude).min(clamp).reinterpretAsFloats();
      var aX2 = aX.mul(aX);
      var bX2 = bX.mul(bX);
      var aP = aX2.fma(a13, a11);
      var bP = bX2.fma(a13, a11);
      aP = aX2.fma(aP, a9);
      bP = bX2.fma(bP, a9);
      aP = aX2.fma(aP, a7);
      bP = bX2.fma(bP, a7);
      aP = aX2.fma(aP, a5);
      bP = bX2.fma(bP, a5);
      aP = aX2.fma(aP, a3);
      bP = bX2.fma(bP, a3);
      aP = aX2.fma(aP, a1);
      bP = bX2.fma(bP, a1);
      var aQ = aX2.fma(b6, b4);
      var bQ = bX2.fma(b6, b4);
      aQ = aX2.fma(aQ, b2);
      bQ = bX2.fma(bQ, b2);
      aQ = aX2.fma(aQ, b0);
      bQ = bX2.fma(bQ, b0);
      var aTanh =
          aX.mul(aP).div(aQ).reinterpretAsInts().min(one).or(aBits.and(sign)).reinterpretAsFloats();
      var bTanh =
          bX.mul(bP).div(bQ).reinterpretAsInts().min(one).or(bBits.and(sign)).reinterpretAsFloats();
      aTanh = a.fma(zero, aTanh);
      bTanh = b.fma(zero, bTanh);
      var shiftA = FloatVector.broadcast(S, shift[atA / L & 3]);
      var shiftB = FloatVector.broadcast(S, shift[atB / L & 3]);
      aTanh.fma(scaleA, shiftA).intoArray(y, atA);
      bTanh.fma(scaleB, shiftB).intoArray(y, atB);
    }
  }

  /** Cuts {@code 0.2 y + 0.5} to 0 and 1 in the first values, whole vectors. */
  static void hardSigmoid(float[] y, int count) {
    for (int at = 0; at < count; at += L) {
      var x = FloatVector.fromArray(S, y, at);
      x = x.fma(FloatVector.broadcast(S, 0.2f), FloatVector.broadcast(S, 0.5f));
      x.min(1f).max(0f).intoArray(y, at);
    }
  }

  /** {@code max(y, 0)} in the first values, whole vectors. */
  static void relu(float[] y, int count) {
    for (int at = 0; at < count; at += L) {
      FloatVector.fromArray(S, y, at).max(0f).intoArray(y, at);
    }
  }

  /** {@code max(y, 0.01 y)} in the first values, whole vectors. */
  static void leakyRelu(float[] y, int count) {
    for (int at = 0; at < count; at += L) {
      var x = FloatVector.fromArray(S, y, at);
      x.mul(Activations.LEAK).max(x).intoArray(y, at);
    }
  }

  /** Softmax of {@code y[from..from + width)}, where whole vectors may be written. */
  static void softmax(float[] y, int from, int width) {
    int whole = (width + L - 1) / L * L;
    Arrays.fill(y, from + width, from + whole, Float.NEGATIVE_INFINITY);
    // The largest is the same in whichever order they are compared, unlike a sum.
    var largest = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    for (int j = 0; j < whole; j += L) {
      largest = largest.max(FloatVector.fromArray(S, y, from + j));
    }
    exp(y, from, whole, largest.reduceLanes(VectorOperators.MAX));
    float factor = 1 / Activations.sum(y, from, from + width);
    for (int j = 0; j < whole; j += L) {
      FloatVector.fromArray(S, y, from + j).mul(factor).intoArray(y, from + j);
    }
  }

  /** {@code e^(y - largest)}, see {@link Activations#exp}. */
  private static void exp(float[] y, int from, int whole, float largest) {
    for (int j = from; j < from + whole; j += L) {
      var x = FloatVector.fromArray(S, y, j).sub(largest);
      x = x.min(Activations.EXP_MAX).max(Activations.EXP_MIN);
      var rounding = FloatVector.broadcast(S, Activations.ROUNDING);
      var rounded = x.fma(FloatVector.broadcast(S, Activations.LOG2_E), rounding);
      var n = rounded.sub(rounding);
      var r = n.fma(FloatVector.broadcast(S, -Activations.LN2_HIGH), x);
      r = n.fma(FloatVector.broadcast(S, -Activations.LN2_LOW), r);
      var p = FloatVector.broadcast(S, Activations.E6);
      p = r.fma(FloatVector.broadcast(S, Activations.E7), p);
      p = p.fma(r, FloatVector.broadcast(S, Activations.E5));
      p = p.fma(r, FloatVector.broadcast(S, Activations.E4));
      p = p.fma(r, FloatVector.broadcast(S, Activations.E3));
      p = p.fma(r, FloatVector.broadcast(S, Activations.E2));
      var e = p.fma(r.mul(r), r).add(1f);
      var power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).add(ONE);
      e.mul(power.reinterpretAsFloats()).intoArray(y, j);
    }
  }
}
