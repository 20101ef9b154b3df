package io.tidewatch.models.kernel;

/**
 * One step of an LSTM without peepholes (Gers et al. 2000), for a block of customers.
 *
 * <pre>
 * z = b + x W + h RW            [4n]: candidate | forget gate | output gate | input gate (DL4J's order)
 * c' = sigmoid(z_f) c + sigmoid(z_i) tanh(z_g)
 * h' = sigmoid(z_o) tanh(c')
 * </pre>
 *
 * <p>May hold scratch: one instance per thread. A step depends on nothing but its arguments, and a
 * row on no other row.
 */
public interface LstmStep {
  /** Returns the width of x. */
  int inputs();

  /** Returns the width of h and of c. */
  int units();

  /**
   * Takes the first rows one step on.
   *
   * @param x input {@code [>= count, inputs]}
   * @param h {@code [>= count, units]}, changed in place
   * @param c {@code [>= count, units]}, changed in place
   * @param count number of rows, at most {@link Kernels#BLOCK}
   */
  void step(Rows x, Rows h, Rows c, int count);
}
