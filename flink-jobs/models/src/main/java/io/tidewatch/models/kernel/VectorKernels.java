package io.tidewatch.models.kernel;

import static io.tidewatch.models.kernel.Panels.L;
import static io.tidewatch.models.kernel.Panels.S;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The JDK's vector API. Runs where the module jdk.incubator.vector is in the boot layer; nothing
 * else may refer to this class before that is known.
 */
final class VectorKernels implements Kernels {
  static final Kernels INSTANCE = new VectorKernels();

  private VectorKernels() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public String toString() {
    return "vector, " + S.vectorBitSize() + " bits";
  }

  @Override
  public Matrix matrix(float[] values, int firstRow, int rows, int outputs) {
    return new VectorMatrix(values, firstRow, rows, outputs);
  }

  @Override
  public LstmStep lstmStep(float[] w, int inputs, float[] rw, int units, float[] bias) {
    return new VectorLstmStep(w, inputs, rw, units, bias);
  }

  @Override
  public void tanh(Rows y, int count) {
    VectorActivations.tanh(y.values, y.at(count));
  }

  @Override
  public void sigmoid(Rows y, int count) {
    VectorActivations.sigmoid(y.values, y.at(count));
  }

  @Override
  public void hardSigmoid(Rows y, int count) {
    VectorActivations.hardSigmoid(y.values, y.at(count));
  }

  @Override
  public void relu(Rows y, int count) {
    VectorActivations.relu(y.values, y.at(count));
  }

  @Override
  public void leakyRelu(Rows y, int count) {
    VectorActivations.leakyRelu(y.values, y.at(count));
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
      VectorActivations.softmax(y.values, y.at(row), y.width);
    }
  }

  @Override
  public boolean anyAbove(float threshold, Rows y, int row) {
    for (int at = y.at(row); at < y.at(row) + y.width; at += L) {
      if (FloatVector.fromArray(S, y.values, at).compare(VectorOperators.GT, threshold).anyTrue()) {
        return true;
      }
    }
    return false;
  }
}
