package io.tidewatch.training.imports.onnx;

import io.tidewatch.models.Activation;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.training.imports.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators that work value by value, and softmax. */
final class ElementOperators {
  private static final double OUR_SLOPE = 0.2;
  private static final double OUR_OFFSET = 0.5;
  private static final float OUR_LEAK = 0.01f;

  private ElementOperators() {}

  static Row add(Operation op) {
    if (op.isComputed(0) && op.isComputed(1)) {
      return op.builder().sum(op.hint(), pair(op));
    }
    int computed = op.isComputed(0) ? 0 : 1;
    Row x = op.row(computed);
    return op.builder().affine(x, filled(x, 1), op.perColumn(1 - computed, x));
  }

  static Row subtract(Operation op) {
    if (op.isComputed(0) && op.isComputed(1)) {
      return op.builder().combined(op.hint(), pair(op), LayerSpec.Operation.SUBTRACT);
    }
    if (op.isComputed(0)) {
      Row x = op.row(0);
      return op.builder().affine(x, filled(x, 1), negated(op.perColumn(1, x)));
    }
    Row x = op.row(1);
    return op.builder().affine(x, filled(x, -1), op.perColumn(0, x));
  }

  static Row multiply(Operation op) {
    if (op.isComputed(0) && op.isComputed(1)) {
      return op.builder().combined(op.hint(), pair(op), LayerSpec.Operation.PRODUCT);
    }
    int computed = op.isComputed(0) ? 0 : 1;
    Row x = op.row(computed);
    return op.builder().affine(x, op.perColumn(1 - computed, x), filled(x, 0));
  }

  static Row divide(Operation op) {
    if (!op.isComputed(0) || op.isComputed(1)) {
      throw op.refused("divides by what it computes; only division by constants is known");
    }
    Row x = op.row(0);
    double[] by = op.perColumn(1, x).clone();
    for (int j = 0; j < by.length; j++) {
      if (by[j] == 0) {
        throw op.refused("divides column " + j + " by 0");
      }
      by[j] = 1 / by[j];
    }
    return op.builder().affine(x, by, filled(x, 0));
  }

  static Row negate(Operation op) {
    Row x = op.row(0);
    return op.builder().affine(x, filled(x, -1), filled(x, 0));
  }

  /** Sum, Max and Mean of any number of inputs. */
  static Row combine(Operation op) {
    var rows = new ArrayList<>(List.of(op.row(0)));
    for (int i = 1; i < op.inputs().size(); i++) {
      rows.add(op.row(i));
    }
    requireSame(op, rows);
    if (rows.size() == 1) {
      return rows.get(0);
    }
    return switch (op.node().operator()) {
      case "Max" -> op.builder().combined(op.hint(), rows, LayerSpec.Operation.MAX);
      case "Mean" -> op.builder().combined(op.hint(), rows, LayerSpec.Operation.AVERAGE);
      default -> op.builder().sum(op.hint(), rows);
    };
  }

  static Row activation(Operation op, Activation activation) {
    op.node().onlyAttributes();
    return op.builder().activation(op.hint(), op.row(0), activation);
  }

  static Row leakyRelu(Operation op) {
    op.node().onlyAttributes("alpha");
    float alpha = op.node().number("alpha", OUR_LEAK);
    if (alpha != OUR_LEAK) {
      throw op.refused("attribute alpha=%s; the kernel has 0.01".formatted(alpha));
    }
    return op.builder().activation(op.hint(), op.row(0), Activation.LEAKYRELU);
  }

  /** {@code max(0, min(1, alpha x + beta))}; the kernel has alpha 0.2 and beta 0.5. */
  static Row hardSigmoid(Operation op) {
    op.node().onlyAttributes("alpha", "beta");
    float alpha = op.node().number("alpha", (float) OUR_SLOPE);
    float beta = op.node().number("beta", (float) OUR_OFFSET);
    Row x = op.row(0);
    if (alpha != (float) OUR_SLOPE || beta != (float) OUR_OFFSET) {
      double shift = (beta - OUR_OFFSET) / OUR_SLOPE;
      x = op.builder().affine(x, filled(x, alpha / OUR_SLOPE), filled(x, shift));
    }
    return op.builder().activation(op.hint(), x, Activation.HARDSIGMOID);
  }

  static Row softmax(Operation op) {
    op.node().onlyAttributes("axis");
    Row x = op.rows(0);
    int axis = op.axis(op.node().integer("axis", op.operatorSet() < 13 ? 1 : -1), 2);
    if (axis != 1) {
      throw op.refused("attribute axis=0 runs over the customers; use the last axis");
    }
    return op.builder().activation(op.hint(), x, Activation.SOFTMAX);
  }

  private static List<Row> pair(Operation op) {
    List<Row> rows = List.of(op.row(0), op.row(1));
    requireSame(op, rows);
    return rows;
  }

  private static void requireSame(Operation op, List<Row> rows) {
    for (Row row : rows) {
      Row first = rows.get(0);
      if (row.width() != first.width()
          || row.layout() != first.layout()
          || row.ofSteps() != first.ofSteps()) {
        throw op.refused(
            "joins %s of width %d with %s of width %d; make them alike"
                .formatted(first.layout(), first.width(), row.layout(), row.width()));
      }
    }
  }

  private static double[] filled(Row x, double value) {
    var values = new double[x.width()];
    Arrays.fill(values, value);
    return values;
  }

  private static double[] negated(double[] values) {
    return Arrays.stream(values).map(value -> -value).toArray();
  }
}
