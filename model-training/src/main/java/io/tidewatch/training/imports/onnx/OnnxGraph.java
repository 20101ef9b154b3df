package io.tidewatch.training.imports.onnx;

import java.util.List;
import java.util.Map;

/**
 * An ONNX model, as far as a release needs it.
 *
 * @param producer what wrote it, such as {@code "pytorch 1.13.0"}
 * @param operatorSets version of each set of operators by domain
 * @param nodes operators, each behind those whose outputs it reads
 * @param constants initial values by name
 * @param inputs inputs that are no constants
 * @param outputs outputs
 */
record OnnxGraph(
    String producer,
    Map<String, Long> operatorSets,
    List<OnnxNode> nodes,
    Map<String, OnnxTensor> constants,
    List<Port> inputs,
    List<Port> outputs) {
  /** Element type of 32-bit floats. */
  static final int FLOAT = 1;

  /**
   * An input or output.
   *
   * @param elementType as onnx.proto numbers it; 0 if it is no tensor
   * @param dims extents, -1 for those that are not fixed; empty if not said
   */
  record Port(String name, int elementType, List<Long> dims) {}

  /** Returns the version of ONNX's own operators. */
  long operatorSet() {
    return operatorSets.getOrDefault("", operatorSets.getOrDefault("ai.onnx", 0L));
  }
}
