package io.tidewatch.training.imports.onnx;

import io.tidewatch.training.imports.Row;

/** What is known of a value of a graph before it runs. */
sealed interface OnnxValue {
  /** The same for all customers. */
  record Constant(OnnxTensor tensor) implements OnnxValue {}

  /** Computed for each customer. */
  record Computed(Row row) implements OnnxValue {}

  /** Extents that depend on how many customers and steps there are. */
  record Extents() implements OnnxValue {}

  /** Zeros of any shape, as an LSTM begins with. */
  record Zeros() implements OnnxValue {}
}
