package io.tidewatch.models.kernel;

/**
 * A matrix for the JIT compiler, one array per input.
 *
 * <p>One {@code float[]} per row of the matrix and arrays indexed by plain {@code j} let the
 * compiler prove that the loop may be vectorised; offsets into one flat array do not. Four inputs
 * in one pass read and write y once; eight are more than JDK 17 vectorises (measured on the sums of
 * an LSTM step 32 -> 64: one 1.6, four 1.1, eight 4.1 us).
 */
final class ScalarMatrix implements Matrix {
  private static final int INPUTS_PER_PASS = 4;

  private final float[][] weights;
  private final int outputs;
  private final float[] sum;

  /** Copies rows out of a tensor {@code [all rows, outputs]}. */
  ScalarMatrix(float[] values, int firstRow, int rows, int outputs) {
    weights = new float[rows][outputs];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, (firstRow + i) * outputs, weights[i], 0, outputs);
    }
    this.outputs = outputs;
    sum = new float[outputs];
  }

  @Override
  public int inputs() {
    return weights.length;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public void addProduct(Rows x, Rows y, int count) {
    for (int row = 0; row < count; row++) {
      y.take(row, sum, 0);
      add(x.values, x.at(row), sum);
      y.put(row, sum, 0);
    }
  }

  @Override
  public void product(Rows x, Rows bias, Rows y, int count) {
    for (int row = 0; row < count; row++) {
      bias.take(0, sum, 0);
      add(x.values, x.at(row), sum);
      y.put(row, sum, 0);
    }
  }

  /** Adds {@code x[at..at + inputs) W} to y. */
  void add(float[] x, int at, float[] y) {
    int i = 0;
    for (; i + INPUTS_PER_PASS <= weights.length; i += INPUTS_PER_PASS) {
      if (anyNonZero(x, at + i)) {
        addFour(i, x, at + i, y);
      }
    }
    for (; i < weights.length; i++) {
      addOne(weights[i], x[at + i], y);
    }
    for (int j = 0; j < outputs; j++) {
      y[j] = y[j] + 0f;
    }
  }

  private void addOne(float[] w, float xi, float[] y) {
    for (int j = 0; j < outputs; j++) {
      y[j] = Math.fma(xi, w[j], y[j]);
    }
  }

  private void addFour(int i, float[] x, int at, float[] y) {
    float x0 = x[at];
    float x1 = x[at + 1];
    float x2 = x[at + 2];
    float x3 = x[at + 3];
    float[] w0 = weights[i];
    float[] w1 = weights[i + 1];
    float[] w2 = weights[i + 2];
    float[] w3 = weights[i + 3];
    for (int j = 0; j < outputs; j++) {
      float sum = Math.fma(x0, w0[j], y[j]);
      sum = Math.fma(x1, w1[j], sum);
      sum = Math.fma(x2, w2[j], sum);
      y[j] = Math.fma(x3, w3[j], sum);
    }
  }

  private static boolean anyNonZero(float[] x, int at) {
    return x[at] != 0 || x[at + 1] != 0 || x[at + 2] != 0 || x[at + 3] != 0;
  }
}
