package io.tidewatch.training.sequences;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Values that each item has, read and learned by item. It stands outside SameDiff, whose gradient
 * of {@code gather} fails (1.0.0-M2.1). Confined to one thread.
 */
final class ItemTable {
  private final INDArray values;
  private final float[] gradient;
  private final int width;

  /** Takes {@code [items + 1, width]}, which it changes as it learns. */
  ItemTable(INDArray values) {
    this.values = values;
    this.width = (int) values.size(1);
    this.gradient = new float[(int) values.length()];
  }

  INDArray values() {
    return values;
  }

  /** Returns {@code [items.length, width]}. */
  INDArray rows(int[] items) {
    return Nd4j.pullRows(values, 1, items);
  }

  /** Adds the gradient of rows that were read. */
  void add(int[] items, INDArray rowGradients) {
    float[] rows = floats(rowGradients);
    for (int i = 0; i < items.length; i++) {
      int to = items[i] * width;
      int from = i * width;
      for (int j = 0; j < width; j++) {
        gradient[to + j] += rows[from + j];
      }
    }
  }

  /** Returns what was added since the last time. */
  INDArray takeGradient() {
    // The place of no item never learns.
    Arrays.fill(gradient, 0, width, 0);
    INDArray taken = Nd4j.create(gradient, values.shape(), 'c');
    Arrays.fill(gradient, 0);
    return taken;
  }

  /** Returns the values of an array, last dimension fastest. */
  static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
