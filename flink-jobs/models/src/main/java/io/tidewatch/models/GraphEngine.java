package io.tidewatch.models;

import java.util.List;

/**
 * Computes whole graphs for whose operators there are no kernels; found through {@link
 * java.util.ServiceLoader}. Optional and slow. Unlike a {@link LayerEngine} it reads a file of
 * somebody else's format, so who puts one on the class path trusts whoever signs releases.
 * Thread-safe.
 */
public interface GraphEngine {
  /** Returns the engine's name, as releases and log lines have it. */
  String name();

  /**
   * Opens a graph.
   *
   * @param file the graph in the engine's own format
   * @param results names of its outputs, which stand side by side in what it computes
   * @throws IllegalArgumentException if the file is no such graph
   */
  Graph open(byte[] file, List<String> results);

  /** An open graph; one thread. What it holds outside the heap goes when it is unreachable. */
  interface Graph {
    /**
     * Computes all rows, always as many as were first given.
     *
     * @param x {@code [rows, width]}
     * @param y receives {@code [rows, outputs]}
     * @throws IllegalStateException if the graph cannot compute, or gives another number of values
     */
    void compute(float[] x, int rows, float[] y);
  }
}
