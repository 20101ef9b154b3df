package io.tidewatch.training.sequences;

import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The layers of one graph, over rows {@code [rows, width]}. A graph for training multiplies by
 * masks where units are dropped; which, the batch says, so that a seed decides it. Confined to one
 * thread.
 */
final class Layers {
  private final SameDiff graph;
  private final Map<String, INDArray> weights;
  private final boolean training;
  private int masks;

  Layers(SameDiff graph, Map<String, INDArray> weights, boolean training) {
    this.graph = graph;
    this.weights = weights;
    this.training = training;
  }

  SameDiff graph() {
    return graph;
  }

  /** Returns how many masks the batch has to bring: {@code mask0} and so on. */
  int masks() {
    return masks;
  }

  /** Returns the name of a mask. */
  static String mask(int number) {
    return "mask" + number;
  }

  SDVariable weight(String name) {
    return graph.hasVariable(name) ? graph.getVariable(name) : graph.var(name, weights.get(name));
  }

  /** Drops units in training, nothing else. */
  SDVariable dropout(SDVariable rows, int width) {
    return training ? rows.mul(graph.placeHolder(mask(masks++), DataType.FLOAT, -1, width)) : rows;
  }

  SDVariable dense(SDVariable rows, String name) {
    return rows.mmul(weight(name + "_w")).add(weight(name + "_b"));
  }

  /**
   * Divides rows by the root of their mean square (Zhang and Sennrich 2019); the layer
   * normalisation of SameDiff took half of a graph's time.
   */
  SDVariable normalised(SDVariable rows, String name) {
    SDVariable meanSquare = rows.mul(rows).mean(true, 1).add(1e-6);
    return rows.mul(graph.math().rsqrt(meanSquare)).mul(weight(name + "_gain"));
  }
}
