package io.tidewatch.models.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix {@code [inputs, outputs]} cut into panels of 4, 2 or 1 vectors of outputs, and its
 * products with blocks of rows, computed in registers tile by tile.
 *
 * <pre>
 *               outputs, L to a vector
 *              | 4 vectors | 4 vectors | 2  | 1 |       a panel is contiguous: input 0, input 1, ...
 *  4 rows of x | tile4x4   |           |    |   |       a tile is 16 sums in registers
 * </pre>
 *
 * <p>Each weight that a tile loads serves 4 rows (8 where the panel is 1 wide); a panel stays in
 * the first-level cache while all rows of a block pass. Panels are contiguous because rows of a
 * power of two apart would share a few cache sets. The sums stay in local variables of one loop and
 * are written out one by one: as arguments of a method or in an array they would become objects
 * (measured: ten times slower on JDK 17).
 */
final class Panels {
  /** Vectors that the machine prefers, but none longer than what rows are rounded up to. */
  static final VectorSpecies<Float> S =
      FloatVector.SPECIES_PREFERRED.length() > Rows.LANES
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  /** Floats in a vector. */
  static final int L = S.length();

  /** With 16 vector registers, as AVX2 has, 16 sums would spill. */
  private static final boolean MANY_REGISTERS = L == Rows.LANES;

  /** From here on it pays to look whether a row is mostly zeros. */
  private static final int SPARSE_INPUTS = 128;

  private final int inputs;
  private final int vectors;
  private final float[] weights;
  private final int[] nonZero;

  /** Copies rows out of a tensor {@code [all rows, outputs]}. */
  Panels(float[] values, int firstRow, int inputs, int outputs) {
    this.inputs = inputs;
    vectors = Rows.padded(outputs) / L;
    weights = new float[inputs * vectors * L];
    nonZero = new int[inputs];
    int at = 0;
    for (int v = 0; v < vectors; v += size(v)) {
      for (int k = 0; k < inputs; k++) {
        int row = (firstRow + k) * outputs;
        for (int j = v * L; j < (v + size(v)) * L; j++) {
          weights[at++] = j < outputs ? values[row + j] : 0f;
        }
      }
    }
  }

  int inputs() {
    return inputs;
  }

  /**
   * {@code y = start + x W} for the first rows.
   *
   * @param startStride floats from a row of start to the next, 0 if all start with the same
   */
  void multiply(Rows x, Rows start, int startStride, Rows y, int count) {
    if (inputs < SPARSE_INPUTS) {
      multiplyDense(x, start, startStride, y, 0, count);
      return;
    }
    for (int from = 0; from < count; from += 4) {
      int to = Math.min(from + 4, count);
      boolean sparse = true;
      for (int row = from; row < to; row++) {
        sparse &= findNonZero(x, row) <= inputs / 4;
      }
      if (sparse) {
        for (int row = from; row < to; row++) {
          multiplySparse(x, start, row * startStride, y, row);
        }
      } else {
        multiplyDense(x, start, startStride, y, from, to);
      }
    }
  }

  /**
   * {@code y = start + x W} for one panel of four vectors and the first rows.
   *
   * @param panel number of the panel; there must be no narrower ones before it
   * @param startColumn where the panel's outputs begin in rows of start
   * @param y {@code [>= count, 4 L]}
   */
  void multiplyPanel(
      int panel, Rows x, Rows start, int startColumn, int startStride, Rows y, int count) {
    int at = panel * inputs * 4 * L;
    wide(at, x, start, startColumn, startStride, y, 0, 0, count);
  }

  private void multiplyDense(Rows x, Rows start, int startStride, Rows y, int from, int to) {
    int at = 0;
    for (int v = 0; v < vectors; v += size(v)) {
      int column = v * L;
      switch (size(v)) {
        case 4 -> wide(at, x, start, column, startStride, y, column, from, to);
        case 2 -> medium(at, x, start, column, startStride, y, column, from, to);
        default -> narrow(at, x, start, column, startStride, y, column, from, to);
      }
      at += inputs * size(v) * L;
    }
  }

  /** Returns the number of vectors of the panel that begins at vector v. */
  private int size(int v) {
    int left = vectors - v;
    return left >= 4 ? 4 : left >= 2 ? 2 : 1;
  }

  private void wide(
      int at,
      Rows x,
      Rows start,
      int startColumn,
      int startStride,
      Rows y,
      int column,
      int from,
      int to) {
    int row = from;
    for (; MANY_REGISTERS && row + 4 <= to; row += 4) {
      tile4x4(
          at,
          x.values,
          x.at(row),
          x.stride,
          start.values,
          startColumn + row * startStride,
          startStride,
          y.values,
          y.at(row) + column,
          y.stride);
    }
    for (; row + 2 <= to; row += 2) {
      tile2x4(
          at,
          x.values,
          x.at(row),
          x.stride,
          start.values,
          startColumn + row * startStride,
          startStride,
          y.values,
          y.at(row) + column,
          y.stride);
    }
    for (; row < to; row++) {
      tile1x4(
          at,
          x.values,
          x.at(row),
          x.stride,
          start.values,
          startColumn + row * startStride,
          startStride,
          y.values,
          y.at(row) + column,
          y.stride);
    }
  }

  private void medium(
      int at,
      Rows x,
      Rows start,
      int startColumn,
      int startStride,
      Rows y,
      int column,
      int from,
      int to) {
    int row = from;
    for (; row + 4 <= to; row += 4) {
      tile4x2(
          at,
          x.values,
          x.at(row),
          x.stride,
          start.values,
          startColumn + row * startStride,
          startStride,
          y.values,
          y.at(row) + column,
          y.stride);
    }
    for (; row < to; row++) {
      tile1x2(
          at,
          x.values,
          x.at(row),
          x.stride,
          start.values,
          startColumn + row * startStride,
          startStride,
          y.values,
          y.at(row) + column,
          y.stride);
    }
  }

  private void narrow(
      int at,
      Rows x,
      Rows start,
      int startColumn,
      int startStride,
      Rows y,
      int column,
      int from,
      int to) {
    int row = from;
    for (; row + 8 <= to; row += 8) {
      tile8x1(
          at,
          x.values,
          x.at(row),
          x.stride,
          start.values,
          startColumn + row * startStride,
          startStride,
          y.values,
          y.at(row) + column,
          y.stride);
    }
    for (; row < to; row++) {
      tile1x1(
          at,
          x.values,
          x.at(row),
          x.stride,
          start.values,
          startColumn + row * startStride,
          startStride,
          y.values,
          y.at(row) + column,
          y.stride);
    }
  }

  /** Lists the inputs of a row that are not zero; returns how many they are. */
  private int findNonZero(Rows x, int row) {
    int found = 0;
    int at = x.at(row);
    for (int k = 0; k < inputs; k++) {
      nonZero[found] = k;
      found += x.values[at + k] != 0f ? 1 : 0;
    }
    return found;
  }

  private void multiplySparse(Rows x, Rows start, int startAt, Rows y, int row) {
    int count = findNonZero(x, row);
    int at = 0;
    for (int v = 0; v < vectors; v += size(v)) {
      int width = size(v) * L;
      for (int j = 0; j < width; j += L) {
        int column = v * L + j;
        sparse(
            at + j,
            width,
            count,
            x.values,
            x.at(row),
            start.values,
            startAt + column,
            y.values,
            y.at(row) + column);
      }
      at += inputs * width;
    }
  }

  private void sparse(
      int at,
      int width,
      int count,
      float[] x,
      int xAt,
      float[] start,
      int startAt,
      float[] y,
      int yAt) {
    var sum = FloatVector.fromArray(S, start, startAt);
    for (int n = 0; n < count; n++) {
      int k = nonZero[n];
      var w = FloatVector.fromArray(S, weights, at + k * width);
      sum = FloatVector.broadcast(S, x[xAt + k]).fma(w, sum);
    }
    sum.add(0f).intoArray(y, yAt);
  }

  private void tile4x4(
      int at,
      float[] x,
      int xAt,
      int xStride,
      float[] start,
      int startAt,
      int startStride,
      float[] y,
      int yAt,
      int yStride) {
    var sum00 = FloatVector.fromArray(S, start, startAt);
    var sum01 = FloatVector.fromArray(S, start, startAt + L);
    var sum02 = FloatVector.fromArray(S, start, startAt + 2 * L);
    var sum03 = FloatVector.fromArray(S, start, startAt + 3 * L);
    var sum10 = FloatVector.fromArray(S, start, startAt + startStride);
    var sum11 = FloatVector.fromArray(S, start, startAt + startStride + L);
    var sum12 = FloatVector.fromArray(S, start, startAt + startStride + 2 * L);
    var sum13 = FloatVector.fromArray(S, start, startAt + startStride + 3 * L);
    var sum20 = FloatVector.fromArray(S, start, startAt + 2 * startStride);
    var sum21 = FloatVector.fromArray(S, start, startAt + 2 * startStride + L);
    var sum22 = FloatVector.fromArray(S, start, startAt + 2 * startStride + 2 * L);
    var sum23 = FloatVector.fromArray(S, start, startAt + 2 * startStride + 3 * L);
    var sum30 = FloatVector.fromArray(S, start, startAt + 3 * startStride);
    var sum31 = FloatVector.fromArray(S, start, startAt + 3 * startStride + L);
    var sum32 = FloatVector.fromArray(S, start, startAt + 3 * startStride + 2 * L);
    var sum33 = FloatVector.fromArray(S, start, startAt + 3 * startStride + 3 * L);
    int xAt1 = xAt + xStride;
    int xAt2 = xAt + 2 * xStride;
    int xAt3 = xAt + 3 * xStride;
    for (int k = 0; k < inputs; k++) {
      var w0 = FloatVector.fromArray(S, weights, at + k * (4 * L));
      var w1 = FloatVector.fromArray(S, weights, at + k * (4 * L) + L);
      var w2 = FloatVector.fromArray(S, weights, at + k * (4 * L) + 2 * L);
      var w3 = FloatVector.fromArray(S, weights, at + k * (4 * L) + 3 * L);
      var x0 = FloatVector.broadcast(S, x[xAt + k]);
      sum00 = x0.fma(w0, sum00);
      sum01 = x0.fma(w1, sum01);
      sum02 = x0.fma(w2, sum02);
      sum03 = x0.fma(w3, sum03);
      var x1 = FloatVector.broadcast(S, x[xAt1 + k]);
      sum10 = x1.fma(w0, sum10);
      sum11 = x1.fma(w1, sum11);
      sum12 = x1.fma(w2, sum12);
      sum13 = x1.fma(w3, sum13);
      var x2 = FloatVector.broadcast(S, x[xAt2 + k]);
      sum20 = x2.fma(w0, sum20);
      sum21 = x2.fma(w1, sum21);
      sum22 = x2.fma(w2, sum22);
      sum23 = x2.fma(w3, sum23);
      var x3 = FloatVector.broadcast(S, x[xAt3 + k]);
      sum30 = x3.fma(w0, sum30);
      sum31 = x3.fma(w1, sum31);
      sum32 = x3.fma(w2, sum32);
      sum33 = x3.fma(w3, sum33);
    }
    sum00.add(0f).intoArray(y, yAt);
    sum01.add(0f).intoArray(y, yAt + L);
    sum02.add(0f).intoArray(y, yAt + 2 * L);
    sum03.add(0f).intoArray(y, yAt + 3 * L);
    sum10.add(0f).intoArray(y, yAt + yStride);
    sum11.add(0f).intoArray(y, yAt + yStride + L);
    sum12.add(0f).intoArray(y, yAt + yStride + 2 * L);
    sum13.add(0f).intoArray(y, yAt + yStride + 3 * L);
    sum20.add(0f).intoArray(y, yAt + 2 * yStride);
    sum21.add(0f).intoArray(y, yAt + 2 * yStride + L);
    sum22.add(0f).intoArray(y, yAt + 2 * yStride + 2 * L);
    sum23.add(0f).intoArray(y, yAt + 2 * yStride + 3 * L);
    sum30.add(0f).intoArray(y, yAt + 3 * yStride);
    sum31.add(0f).intoArray(y, yAt + 3 * yStride + L);
    sum32.add(0f).intoArray(y, yAt + 3 * yStride + 2 * L);
    sum33.add(0f).intoArray(y, yAt + 3 * yStride + 3 * L);
  }

  private void tile2x4(
      int at,
      float[] x,
      int xAt,
      int xStride,
      float[] start,
      int startAt,
      int startStride,
      float[] y,
      int yAt,
      int yStride) {
    var sum00 = FloatVector.fromArray(S, start, startAt);
    var sum01 = FloatVector.fromArray(S, start, startAt + L);
    var sum02 = FloatVector.fromArray(S, start, startAt + 2 * L);
    var sum03 = FloatVector.fromArray(S, start, startAt + 3 * L);
    var sum10 = FloatVector.fromArray(S, start, startAt + startStride);
    var sum11 = FloatVector.fromArray(S, start, startAt + startStride + L);
    var sum12 = FloatVector.fromArray(S, start, startAt + startStride + 2 * L);
    var sum13 = FloatVector.fromArray(S, start, startAt + startStride + 3 * L);
    int xAt1 = xAt + xStride;
    for (int k = 0; k < inputs; k++) {
      var w0 = FloatVector.fromArray(S, weights, at + k * (4 * L));
      var w1 = FloatVector.fromArray(S, weights, at + k * (4 * L) + L);
      var w2 = FloatVector.fromArray(S, weights, at + k * (4 * L) + 2 * L);
      var w3 = FloatVector.fromArray(S, weights, at + k * (4 * L) + 3 * L);
      var x0 = FloatVector.broadcast(S, x[xAt + k]);
      sum00 = x0.fma(w0, sum00);
      sum01 = x0.fma(w1, sum01);
      sum02 = x0.fma(w2, sum02);
      sum03 = x0.fma(w3, sum03);
      var x1 = FloatVector.broadcast(S, x[xAt1 + k]);
      sum10 = x1.fma(w0, sum10);
      sum11 = x1.fma(w1, sum11);
      sum12 = x1.fma(w2, sum12);
      sum13 = x1.fma(w3, sum13);
    }
    sum00.add(0f).intoArray(y, yAt);
    sum01.add(0f).intoArray(y, yAt + L);
    sum02.add(0f).intoArray(y, yAt + 2 * L);
    sum03.add(0f).intoArray(y, yAt + 3 * L);
    sum10.add(0f).intoArray(y, yAt + yStride);
    sum11.add(0f).intoArray(y, yAt + yStride + L);
    sum12.add(0f).intoArray(y, yAt + yStride + 2 * L);
    sum13.add(0f).intoArray(y, yAt + yStride + 3 * L);
  }

  private void tile1x4(
      int at,
      float[] x,
      int xAt,
      int xStride,
      float[] start,
      int startAt,
      int startStride,
      float[] y,
      int yAt,
      int yStride) {
    var sum00 = FloatVector.fromArray(S, start, startAt);
    var sum01 = FloatVector.fromArray(S, start, startAt + L);
    var sum02 = FloatVector.fromArray(S, start, startAt + 2 * L);
    var sum03 = FloatVector.fromArray(S, start, startAt + 3 * L);
    for (int k = 0; k < inputs; k++) {
      var w0 = FloatVector.fromArray(S, weights, at + k * (4 * L));
      var w1 = FloatVector.fromArray(S, weights, at + k * (4 * L) + L);
      var w2 = FloatVector.fromArray(S, weights, at + k * (4 * L) + 2 * L);
      var w3 = FloatVector.fromArray(S, weights, at + k * (4 * L) + 3 * L);
      var x0 = FloatVector.broadcast(S, x[xAt + k]);
      sum00 = x0.fma(w0, sum00);
      sum01 = x0.fma(w1, sum01);
      sum02 = x0.fma(w2, sum02);
      sum03 = x0.fma(w3, sum03);
    }
    sum00.add(0f).intoArray(y, yAt);
    sum01.add(0f).intoArray(y, yAt + L);
    sum02.add(0f).intoArray(y, yAt + 2 * L);
    sum03.add(0f).intoArray(y, yAt + 3 * L);
  }

  private void tile4x2(
      int at,
      float[] x,
      int xAt,
      int xStride,
      float[] start,
      int startAt,
      int startStride,
      float[] y,
      int yAt,
      int yStride) {
    var sum00 = FloatVector.fromArray(S, start, startAt);
    var sum01 = FloatVector.fromArray(S, start, startAt + L);
    var sum10 = FloatVector.fromArray(S, start, startAt + startStride);
    var sum11 = FloatVector.fromArray(S, start, startAt + startStride + L);
    var sum20 = FloatVector.fromArray(S, start, startAt + 2 * startStride);
    var sum21 = FloatVector.fromArray(S, start, startAt + 2 * startStride + L);
    var sum30 = FloatVector.fromArray(S, start, startAt + 3 * startStride);
    var sum31 = FloatVector.fromArray(S, start, startAt + 3 * startStride + L);
    int xAt1 = xAt + xStride;
    int xAt2 = xAt + 2 * xStride;
    int xAt3 = xAt + 3 * xStride;
    for (int k = 0; k < inputs; k++) {
      var w0 = FloatVector.fromArray(S, weights, at + k * (2 * L));
      var w1 = FloatVector.fromArray(S, weights, at + k * (2 * L) + L);
      var x0 = FloatVector.broadcast(S, x[xAt + k]);
      sum00 = x0.fma(w0, sum00);
      sum01 = x0.fma(w1, sum01);
      var x1 = FloatVector.broadcast(S, x[xAt1 + k]);
      sum10 = x1.fma(w0, sum10);
      sum11 = x1.fma(w1, sum11);
      var x2 = FloatVector.broadcast(S, x[xAt2 + k]);
      sum20 = x2.fma(w0, sum20);
      sum21 = x2.fma(w1, sum21);
      var x3 = FloatVector.broadcast(S, x[xAt3 + k]);
      sum30 = x3.fma(w0, sum30);
      sum31 = x3.fma(w1, sum31);
    }
    sum00.add(0f).intoArray(y, yAt);
    sum01.add(0f).intoArray(y, yAt + L);
    sum10.add(0f).intoArray(y, yAt + yStride);
    sum11.add(0f).intoArray(y, yAt + yStride + L);
    sum20.add(0f).intoArray(y, yAt + 2 * yStride);
    sum21.add(0f).intoArray(y, yAt + 2 * yStride + L);
    sum30.add(0f).intoArray(y, yAt + 3 * yStride);
    sum31.add(0f).intoArray(y, yAt + 3 * yStride + L);
  }

  private void tile1x2(
      int at,
      float[] x,
      int xAt,
      int xStride,
      float[] start,
      int startAt,
      int startStride,
      float[] y,
      int yAt,
      int yStride) {
    var sum00 = FloatVector.fromArray(S, start, startAt);
    var sum01 = FloatVector.fromArray(S, start, startAt + L);
    for (int k = 0; k < inputs; k++) {
      var w0 = FloatVector.fromArray(S, weights, at + k * (2 * L));
      var w1 = FloatVector.fromArray(S, weights, at + k * (2 * L) + L);
      var x0 = FloatVector.broadcast(S, x[xAt + k]);
      sum00 = x0.fma(w0, sum00);
      sum01 = x0.fma(w1, sum01);
    }
    sum00.add(0f).intoArray(y, yAt);
    sum01.add(0f).intoArray(y, yAt + L);
  }

  private void tile8x1(
      int at,
      float[] x,
      int xAt,
      int xStride,
      float[] start,
      int startAt,
      int startStride,
      float[] y,
      int yAt,
      int yStride) {
    var sum0 = FloatVector.fromArray(S, start, startAt);
    var sum1 = FloatVector.fromArray(S, start, startAt + startStride);
    var sum2 = FloatVector.fromArray(S, start, startAt + 2 * startStride);
    var sum3 = FloatVector.fromArray(S, start, startAt + 3 * startStride);
    var sum4 = FloatVector.fromArray(S, start, startAt + 4 * startStride);
    var sum5 = FloatVector.fromArray(S, start, startAt + 5 * startStride);
    var sum6 = FloatVector.fromArray(S, start, startAt + 6 * startStride);
    var sum7 = FloatVector.fromArray(S, start, startAt + 7 * startStride);
    int xAt1 = xAt + xStride;
    int xAt2 = xAt + 2 * xStride;
    int xAt3 = xAt + 3 * xStride;
    int xAt4 = xAt + 4 * xStride;
    int xAt5 = xAt + 5 * xStride;
    int xAt6 = xAt + 6 * xStride;
    int xAt7 = xAt + 7 * xStride;
    for (int k = 0; k < inputs; k++) {
      var w = FloatVector.fromArray(S, weights, at + k * L);
      var x0 = FloatVector.broadcast(S, x[xAt + k]);
      sum0 = x0.fma(w, sum0);
      var x1 = FloatVector.broadcast(S, x[xAt1 + k]);
      sum1 = x1.fma(w, sum1);
      var x2 = FloatVector.broadcast(S, x[xAt2 + k]);
      sum2 = x2.fma(w, sum2);
      var x3 = FloatVector.broadcast(S, x[xAt3 + k]);
      sum3 = x3.fma(w, sum3);
      var x4 = FloatVector.broadcast(S, x[xAt4 + k]);
      sum4 = x4.fma(w, sum4);
      var x5 = FloatVector.broadcast(S, x[xAt5 + k]);
      sum5 = x5.fma(w, sum5);
      var x6 = FloatVector.broadcast(S, x[xAt6 + k]);
      sum6 = x6.fma(w, sum6);
      var x7 = FloatVector.broadcast(S, x[xAt7 + k]);
      sum7 = x7.fma(w, sum7);
    }
    sum0.add(0f).intoArray(y, yAt);
    sum1.add(0f).intoArray(y, yAt + yStride);
    sum2.add(0f).intoArray(y, yAt + 2 * yStride);
    sum3.add(0f).intoArray(y, yAt + 3 * yStride);
    sum4.add(0f).intoArray(y, yAt + 4 * yStride);
    sum5.add(0f).intoArray(y, yAt + 5 * yStride);
    sum6.add(0f).intoArray(y, yAt + 6 * yStride);
    sum7.add(0f).intoArray(y, yAt + 7 * yStride);
  }

  private void tile1x1(
      int at,
      float[] x,
      int xAt,
      int xStride,
      float[] start,
      int startAt,
      int startStride,
      float[] y,
      int yAt,
      int yStride) {
    var sum0 = FloatVector.fromArray(S, start, startAt);
    for (int k = 0; k < inputs; k++) {
      var w = FloatVector.fromArray(S, weights, at + k * L);
      var x0 = FloatVector.broadcast(S, x[xAt + k]);
      sum0 = x0.fma(w, sum0);
    }
    sum0.add(0f).intoArray(y, yAt);
  }
}
