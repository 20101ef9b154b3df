package io.tidewatch.models.kernel;

/**
 * Weights of a layer, one array per input row: {@code y += x W}. Immutable, shared by threads.
 *
 * <p>One {@code float[]} per row and arrays indexed by plain {@code j} let the JIT compiler prove
 * that the loop may be vectorised; offsets into one flat array do not (measured: 5.5 against 1.7 us
 * for an LSTM step 32 -> 64). Eight rows in one pass read and write y once. The additions run from
 * row 0 upwards, whatever the number of rows in a pass, so that every machine, batch size and
 * vector width gives the same bits.
 */
public final class Matrix {
  private static final int ROWS_PER_PASS = 8;

  private final float[][] rows;
  private final int outputs;

  private Matrix(float[][] rows, int outputs) {
    this.rows = rows;
    this.outputs = outputs;
  }

  /**
   * Copies rows out of a flat tensor.
   *
   * @param values {@code [all rows, outputs]}, rows first
   * @param firstRow first row taken
   * @param rowCount number of rows taken
   * @param outputs width of a row
   */
  public static Matrix of(float[] values, int firstRow, int rowCount, int outputs) {
    var rows = new float[rowCount][outputs];
    for (int i = 0; i < rowCount; i++) {
      System.arraycopy(values, (firstRow + i) * outputs, rows[i], 0, outputs);
    }
    return new Matrix(rows, outputs);
  }

  /** Returns the number of rows. */
  public int inputs() {
    return rows.length;
  }

  /** Returns the width of a row. */
  public int outputs() {
    return outputs;
  }

  /**
   * Adds {@code x W} to y. Passes of eight inputs that are all zero are skipped, which makes sparse
   * inputs cheap and changes no value.
   *
   * @param x {@code [inputs]}
   * @param y {@code [outputs]}
   */
  public void addProduct(float[] x, float[] y) {
    int i = 0;
    for (; i + ROWS_PER_PASS <= rows.length; i += ROWS_PER_PASS) {
      if (anyNonZero(x, i)) {
        addEight(i, x, y);
      }
    }
    for (; i < rows.length; i++) {
      addRow(i, x[i], y);
    }
  }

  /** Adds {@code x[i] W[i]} to y. */
  public void addRow(int i, float xi, float[] y) {
    float[] w = rows[i];
    for (int j = 0; j < outputs; j++) {
      y[j] = Math.fma(xi, w[j], y[j]);
    }
  }

  /** Copies row i to y: what multiplying with a one at i and zeros elsewhere gives. */
  public void copyRow(int i, float[] y) {
    System.arraycopy(rows[i], 0, y, 0, outputs);
  }

  private void addEight(int i, float[] x, float[] y) {
    float x0 = x[i];
    float x1 = x[i + 1];
    float x2 = x[i + 2];
    float x3 = x[i + 3];
    float x4 = x[i + 4];
    float x5 = x[i + 5];
    float x6 = x[i + 6];
    float x7 = x[i + 7];
    float[] w0 = rows[i];
    float[] w1 = rows[i + 1];
    float[] w2 = rows[i + 2];
    float[] w3 = rows[i + 3];
    float[] w4 = rows[i + 4];
    float[] w5 = rows[i + 5];
    float[] w6 = rows[i + 6];
    float[] w7 = rows[i + 7];
    for (int j = 0; j < outputs; j++) {
      float sum = Math.fma(x0, w0[j], y[j]);
      sum = Math.fma(x1, w1[j], sum);
      sum = Math.fma(x2, w2[j], sum);
      sum = Math.fma(x3, w3[j], sum);
      sum = Math.fma(x4, w4[j], sum);
      sum = Math.fma(x5, w5[j], sum);
      sum = Math.fma(x6, w6[j], sum);
      y[j] = Math.fma(x7, w7[j], sum);
    }
  }

  private static boolean anyNonZero(float[] x, int i) {
    return x[i] != 0
        || x[i + 1] != 0
        || x[i + 2] != 0
        || x[i + 3] != 0
        || x[i + 4] != 0
        || x[i + 5] != 0
        || x[i + 6] != 0
        || x[i + 7] != 0;
  }
}
