package io.tidewatch.models.kernel;

/**
 * Weights of a layer, {@code [inputs, outputs]}, ready to be multiplied with blocks of rows.
 *
 * <p>Every output is a sum that runs over the inputs from 0 upwards by fused multiply-add, whatever
 * the variant, the number of rows and the vector width, so that all give the same bits. Zeros among
 * the inputs may be left out, which changes no bit either: a sum ends with {@code + 0}, so that a
 * sum of nothing is 0 and never -0.
 *
 * <p>May hold scratch: one instance per thread.
 */
public interface Matrix {
  /** Returns the number of rows of the matrix. */
  int inputs();

  /** Returns the number of its columns. */
  int outputs();

  /**
   * {@code y += x W} for the first rows.
   *
   * @param x {@code [>= count, inputs]}
   * @param y {@code [>= count, outputs]}
   */
  void addProduct(Rows x, Rows y, int count);

  /**
   * {@code y = bias + x W} for the first rows.
   *
   * @param x {@code [>= count, inputs]}
   * @param bias {@code [1, outputs]}
   * @param y {@code [>= count, outputs]}, overwritten
   */
  void product(Rows x, Rows bias, Rows y, int count);
}
