package io.tidewatch.models;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The weights of a release by name, in the order in which they are stored. Immutable. */
final class Tensors {
  /** One tensor: its shape, rows first, and its values. */
  record Tensor(List<Integer> shape, float[] values) {}

  private final SortedMap<String, Tensor> byName;

  Tensors(SortedMap<String, Tensor> byName) {
    this.byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  /** Returns every tensor by name. */
  SortedMap<String, Tensor> byName() {
    return byName;
  }

  /** Returns the values of a tensor that gate SHAPES has established, not a copy. */
  float[] values(String name) {
    Tensor tensor = byName.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor " + name + "; there are " + byName.keySet());
    }
    return tensor.values();
  }

  /** Returns how many values a shape holds. */
  static int count(List<Integer> shape) {
    int count = 1;
    for (int extent : shape) {
      count = Math.multiplyExact(count, extent);
    }
    return count;
  }
}
