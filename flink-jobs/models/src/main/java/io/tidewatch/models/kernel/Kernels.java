package io.tidewatch.models.kernel;

import java.util.Optional;

/**
 * The arithmetic of layers in one variant. All variants give the same bits.
 *
 * <p>Activations work in place on the first rows of a block; see {@link Activations}.
 */
public interface Kernels {
  /** Rows that a kernel takes at once at most: enough to use each weight often while it is near. */
  int BLOCK = 32;

  /**
   * Returns the fastest variant that this JVM can run, or that which the system property {@value
   * KernelChoice#PROPERTY} names: {@code vector} or {@code scalar}.
   *
   * @throws IllegalStateException if the property names a variant that cannot run or does not exist
   */
  static Kernels best() {
    return KernelChoice.BEST;
  }

  /** Returns the variant in plain Java, which runs everywhere. */
  static Kernels scalar() {
    return ScalarKernels.INSTANCE;
  }

  /**
   * Returns the variant on vectors; empty unless the JVM was started with {@code --add-modules
   * jdk.incubator.vector}.
   */
  static Optional<Kernels> vector() {
    return KernelChoice.vector();
  }

  /** Returns {@code vector} or {@code scalar}. */
  String name();

  /**
   * Copies rows out of a tensor.
   *
   * @param values {@code [all rows, outputs]}, rows first
   */
  Matrix matrix(float[] values, int firstRow, int rows, int outputs);

  /**
   * Copies the weights of an LSTM.
   *
   * @param w {@code [inputs, 4 units]}
   * @param rw {@code [units, 4 units]}
   * @param bias {@code [4 units]}
   */
  LstmStep lstmStep(float[] w, int inputs, float[] rw, int units, float[] bias);

  /** Applies the hyperbolic tangent. */
  void tanh(Rows y, int count);

  /** Applies {@code 1 / (1 + e^-x)}. */
  void sigmoid(Rows y, int count);

  /** Applies {@code 0.2 x + 0.5}, cut to 0 and 1. */
  void hardSigmoid(Rows y, int count);

  /** Applies {@code max(x, 0)}. */
  void relu(Rows y, int count);

  /** Applies {@code max(x, 0.01 x)}. */
  void leakyRelu(Rows y, int count);

  /** Applies {@code ln(1 + e^x)}. */
  void softplus(Rows y, int count);

  /** Divides {@code e^x} by the row's sum of {@code e^x}. */
  void softmax(Rows y, int count);

  /** Returns whether a value of a row is above a threshold; padding may count or not. */
  boolean anyAbove(float threshold, Rows y, int row);
}
