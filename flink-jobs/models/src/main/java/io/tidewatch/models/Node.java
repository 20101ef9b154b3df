package io.tidewatch.models;

/**
 * A layer that reads blocks of rows and writes one, for many customers at once. A row of the output
 * depends on the same row of the inputs only, and on nothing of earlier calls.
 */
interface Node {
  /** Computes the first rows of the output, before the activation. */
  void linear(int count);

  /** Applies the activation to the first rows of the output. */
  default void activate(int count) {}
}
