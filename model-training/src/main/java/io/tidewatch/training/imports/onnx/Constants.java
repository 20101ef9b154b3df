package io.tidewatch.training.imports.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values that are known without any customer: constants, and extents that nothing depends on. */
final class Constants {
  private Constants() {}

  /** Returns the value of a node that reads nothing computed; empty if it is no such node. */
  static Optional<OnnxValue> known(Operation op) {
    OnnxNode node = op.node();
    if (!node.domain().isEmpty()) {
      return Optional.empty();
    }
    if (node.operator().equals("Constant")) {
      return Optional.of(new OnnxValue.Constant(constant(op)));
    }
    if (node.operator().equals("Shape")) {
      return Optional.of(new OnnxValue.Extents());
    }
    boolean computed = op.inputs().stream().anyMatch(OnnxValue.Computed.class::isInstance);
    if (computed || !node.has(0)) {
      return Optional.empty();
    }
    boolean extents = op.inputs().stream().anyMatch(OnnxValue.Extents.class::isInstance);
    return switch (node.operator()) {
      case "Identity", "Cast" -> Optional.of(op.inputs().get(0));
      case "Gather", "Unsqueeze", "Squeeze", "Slice", "Reshape", "Concat" ->
          extents ? Optional.of(new OnnxValue.Extents()) : reshaped(op);
      case "ConstantOfShape" -> Optional.of(filled(op));
      case "Expand" ->
          op.inputs().get(0) instanceof OnnxValue.Constant constant && constant.tensor().isZero()
              ? Optional.of(new OnnxValue.Zeros())
              : Optional.empty();
      case "Transpose" -> transposed(op);
      default -> Optional.empty();
    };
  }

  private static OnnxTensor constant(Operation op) {
    OnnxNode node = op.node();
    node.onlyAttributes("value", "value_float", "value_floats", "value_int", "value_ints");
    if (node.hasAttribute("value") && node.attributes().get("value").tensor() != null) {
      return node.attributes().get("value").tensor();
    } else if (node.hasAttribute("value_float")) {
      return new OnnxTensor(
          List.of(), OnnxTensor.FLOAT, new double[] {node.number("value_float", 0)});
    } else if (node.hasAttribute("value_floats")) {
      double[] values = node.floats("value_floats");
      return new OnnxTensor(List.of(values.length), OnnxTensor.FLOAT, values);
    } else if (node.hasAttribute("value_int")) {
      return new OnnxTensor(
          List.of(), OnnxTensor.INT64, new double[] {node.integer("value_int", 0)});
    } else if (node.hasAttribute("value_ints")) {
      long[] integers = node.integers("value_ints");
      var values = new double[integers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = integers[i];
      }
      return new OnnxTensor(List.of(values.length), OnnxTensor.INT64, values);
    }
    throw op.refused("has no value");
  }

  private static OnnxValue filled(Operation op) {
    OnnxNode node = op.node();
    OnnxTensor value = node.hasAttribute("value") ? node.attributes().get("value").tensor() : null;
    if (value != null && !value.isZero()) {
      throw op.refused("fills a shape with something else than 0");
    }
    return new OnnxValue.Zeros();
  }

  /** Shapes of small constants, as exporters put them in the way of weights. */
  private static Optional<OnnxValue> reshaped(Operation op) {
    String operator = op.node().operator();
    if (!operator.equals("Unsqueeze") && !operator.equals("Squeeze")) {
      return Optional.empty();
    }
    OnnxTensor tensor = op.constant(0);
    long[] axes = op.integers("axes", 1);
    List<Integer> dims = new ArrayList<>(tensor.dims());
    for (long axis : axes) {
      if (operator.equals("Unsqueeze")) {
        dims.add(op.axis(axis, dims.size() + 1), 1);
      } else {
        int at = op.axis(axis, dims.size());
        if (dims.get(at) != 1) {
          throw op.refused("squeezes an extent of " + dims.get(at));
        }
        dims.remove(at);
      }
    }
    return Optional.of(
        new OnnxValue.Constant(new OnnxTensor(dims, tensor.elementType(), tensor.values())));
  }

  private static Optional<OnnxValue> transposed(Operation op) {
    OnnxTensor tensor = op.constant(0);
    if (tensor.rank() != 2) {
      return Optional.empty();
    }
    int rows = tensor.dims().get(0);
    int columns = tensor.dims().get(1);
    var values = new double[tensor.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i % columns * rows + i / columns] = tensor.values()[i];
    }
    return Optional.of(
        new OnnxValue.Constant(
            new OnnxTensor(List.of(columns, rows), tensor.elementType(), values)));
  }
}
