package io.tidewatch.training.imports.onnx;

import java.util.Arrays;
import java.util.List;

/**
 * A constant of a graph.
 *
 * @param dims extents; none for a scalar
 * @param elementType as onnx.proto numbers it
 * @param values rows first; whole numbers too, those beyond 2^53 rounded; empty if the element type
 *     is not known here
 */
record OnnxTensor(List<Integer> dims, int elementType, double[] values) {
  static final int FLOAT = 1;
  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int DOUBLE = 11;

  OnnxTensor {
    dims = List.copyOf(dims);
  }

  int rank() {
    return dims.size();
  }

  /** Returns whether the elements are float, double, int32 or int64. */
  boolean isKnown() {
    return isKnown(elementType);
  }

  static boolean isKnown(long elementType) {
    return elementType == FLOAT
        || elementType == DOUBLE
        || elementType == INT32
        || elementType == INT64;
  }

  /** Returns the values as whole numbers, saturated. */
  long[] longs() {
    return Arrays.stream(values).mapToLong(value -> (long) value).toArray();
  }

  /** Returns whether all values are 0. */
  boolean isZero() {
    return Arrays.stream(values).allMatch(value -> value == 0);
  }
}
