package io.tidewatch.models.kernel;

/** Plain Java: loops that the JIT compiler vectorises. Runs on every JVM. */
final class ScalarKernels implements Kernels {
  static final Kernels INSTANCE = new ScalarKernels();

  private ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public String toString() {
    return "scalar";
  }

  @Override
  public Matrix matrix(float[] values, int firstRow, int rows, int outputs) {
    return new ScalarMatrix(values, firstRow, rows, outputs);
  }

  @Override
  public LstmStep lstmStep(float[] w, int inputs, float[] rw, int units, float[] bias) {
    return new ScalarLstmStep(w, inputs, rw, units, bias);
  }

  @Override
  public void tanh(Rows y, int count) {
    Activations.tanh(y.values, 0, y.at(count));
  }

  @Override
  public void sigmoid(Rows y, int count) {
    Activations.sigmoid(y.values, 0, y.at(count));
  }

  @Override
  public void hardSigmoid(Rows y, int count) {
    Activations.hardSigmoid(y.values, 0, y.at(count));
  }

  @Override
  public void relu(Rows y, int count) {
    Activations.relu(y.values, 0, y.at(count));
  }

  @Override
  public void leakyRelu(Rows y, int count) {
    Activations.leakyRelu(y.values, 0, y.at(count));
  }

  @Override
  public void softplus(Rows y, int count) {
    for (int row = 0; row < count; row++) {
      Activations.softplus(y.values, y.at(row), y.at(row) + y.width);
    }
  }

  @Override
  public void softmax(Rows y, int count) {
    for (int row = 0; row < count; row++) {
      Activations.softmax(y.values, y.at(row), y.at(row) + y.width);
    }
  }

  @Override
  public boolean anyAbove(float threshold, Rows y, int row) {
    for (int j = y.at(row); j < y.at(row) + y.width; j++) {
      if (y.values[j] > threshold) {
        return true;
      }
    }
    return false;
  }
}
