package io.tidewatch.benchmarks.kernel;

/**
 * One problem, solved by one contender in the way that is fastest for it. One thread.
 *
 * <p>Inputs lie ready in the contender's own layout and outputs stay where the contender leaves
 * them: what is timed is the computation, not the copying of numbers between libraries.
 */
interface Computation extends AutoCloseable {
  /** Steps that {@link KernelCase#LSTM_STEP} is compared after. */
  int COMPARED_STEPS = 10;

  /**
   * Computes once: all rows. The LSTM step goes on from the state that the last call left.
   *
   * @return something that depends on the result, so that the JIT compiler keeps it
   */
  Object run();

  /**
   * Returns what the last call computed.
   *
   * <pre>
   * MLP, LSTM50   scores [batch]
   * LSTM_STEP     scores [batch], then h and c of each row [batch, 128]
   * TOP20         scores of the 20 items [batch, 20], largest first
   * </pre>
   */
  float[] outputs();

  /** Frees native memory. */
  @Override
  default void close() {}
}
