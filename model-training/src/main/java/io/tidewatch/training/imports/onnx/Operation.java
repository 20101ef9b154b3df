package io.tidewatch.training.imports.onnx;

import io.tidewatch.training.imports.NetworkBuilder;
import io.tidewatch.training.imports.RefusedImportException;
import io.tidewatch.training.imports.Row;
import java.util.Arrays;
import java.util.List;

/** One node that is being compiled, with its inputs. */
record Operation(OnnxNode node, List<OnnxValue> inputs, long operatorSet, NetworkBuilder builder) {

  RefusedImportException refused(String why) {
    return node.refused(why);
  }

  /** Returns what to call a layer after. */
  String hint() {
    return node.name().isEmpty() ? node.operator().toLowerCase(java.util.Locale.ROOT) : node.name();
  }

  boolean isComputed(int input) {
    return node.has(input) && inputs.get(input) instanceof OnnxValue.Computed;
  }

  /** Returns an input that is computed for each customer. */
  Row row(int input) {
    if (node.has(input) && inputs.get(input) instanceof OnnxValue.Computed computed) {
      return computed.row();
    }
    throw refused(
        "input %d must be computed from the graph's inputs, but is constant or left out"
            .formatted(input));
  }

  /** Returns an input that is a constant. */
  OnnxTensor constant(int input) {
    if (node.has(input) && inputs.get(input) instanceof OnnxValue.Constant constant) {
      if (!constant.tensor().isKnown()) {
        throw refused(
            "input %d has element type %d; known are float, double, int32 and int64"
                .formatted(input, constant.tensor().elementType()));
      }
      return constant.tensor();
    }
    throw refused(
        "input %d must be a constant; export the model for inference, with its weights"
            .formatted(input));
  }

  /** Returns a constant with one value for each column of a row, given once or as often. */
  double[] perColumn(int input, Row row) {
    return perColumn(constant(input), row);
  }

  double[] perColumn(OnnxTensor tensor, Row row) {
    double[] values = tensor.values();
    int width = row.width();
    if (values.length == 1 && tensor.rank() <= row.layout().rank()) {
      var all = new double[width];
      Arrays.fill(all, values[0]);
      return all;
    }
    boolean fits =
        values.length == width
            && row.layout() != Row.Layout.FLAT
            && tensor.rank() <= row.layout().rank()
            && tensor.dims().get(tensor.rank() - 1) == width;
    if (!fits) {
      throw refused(
          "joins a constant of shape %s with %s of width %d; only one value per column is known"
              .formatted(tensor.dims(), row.layout(), width));
    }
    return values;
  }

  /** Returns a row, which must be {@code [N, width]}. */
  Row rows(int input) {
    Row row = row(input);
    if (row.layout() != Row.Layout.ROWS) {
      throw refused("input %d is %s, must be [N, width]".formatted(input, row.layout()));
    }
    return row;
  }

  /** Returns an attribute that newer versions of the operator take as an input. */
  long[] integers(String attribute, int input) {
    return node.has(input) ? constant(input).longs() : node.integers(attribute);
  }

  /** Returns an extent's number, counted from the front. */
  int axis(long axis, int rank) {
    long counted = axis < 0 ? axis + rank : axis;
    if (counted < 0 || counted >= rank) {
      throw refused("axis %d does not exist; the input has %d".formatted(axis, rank));
    }
    return (int) counted;
  }
}
