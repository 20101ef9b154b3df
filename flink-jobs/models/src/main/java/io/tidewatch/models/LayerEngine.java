package io.tidewatch.models;

/**
 * Computes functions for which there is no kernel, so that a network need not wait for one; found
 * through {@link java.util.ServiceLoader}. Optional and slow.
 *
 * <p>An engine knows a closed list of functions and builds them in code; nothing of a release may
 * choose a class, or be parsed by somebody else's reader. Sums stay with the kernels, because those
 * of other libraries depend on how many rows are multiplied at once. Thread-safe.
 */
public interface LayerEngine {
  /** Returns the engine's name, as in log lines. */
  String name();

  /** Returns whether it computes a function. */
  boolean serves(String function);

  /**
   * Applies a function to each of some values, in place; each result depends on its value alone.
   *
   * @param function one that {@link #serves} said yes to
   * @param values a whole block, {@code [Kernels.BLOCK, width]}, whatever part of it is wanted
   */
  void apply(String function, float[] values);
}
