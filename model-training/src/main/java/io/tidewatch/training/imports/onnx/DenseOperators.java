package io.tidewatch.training.imports.onnx;

import io.tidewatch.models.Activation;
import io.tidewatch.training.imports.Row;
import io.tidewatch.training.imports.Row.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators with weights. */
final class DenseOperators {
  private DenseOperators() {}

  static Row gemm(Operation op) {
    op.node().onlyAttributes("alpha", "beta", "transA", "transB");
    if (op.node().integer("transA", 0) != 0) {
      throw op.refused("attribute transA=1 transposes the customers; export it with transA=0");
    }
    Row x = op.rows(0);
    double alpha = op.node().number("alpha", 1);
    double beta = op.node().number("beta", 1);
    double[] weights = matrix(op, op.constant(1), op.node().integer("transB", 0) != 0, x);
    int outputs = weights.length / x.width();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= alpha;
    }
    var bias = new double[outputs];
    if (op.node().has(2)) {
      OnnxTensor c = op.constant(2);
      if (c.values().length != 1 && c.values().length != outputs) {
        throw op.refused("adds a constant of shape %s to %d outputs".formatted(c.dims(), outputs));
      }
      for (int j = 0; j < outputs; j++) {
        bias[j] = beta * c.values()[c.values().length == 1 ? 0 : j];
      }
    }
    return op.builder().dense(op.hint(), x, weights, bias);
  }

  static Row matMul(Operation op) {
    op.node().onlyAttributes();
    Row x = op.row(0);
    if (x.layout() == Layout.FLAT || x.layout().rank() > 3) {
      throw op.refused("multiplies " + x.layout() + "; must be [N, width] or steps of it");
    }
    double[] weights = matrix(op, op.constant(1), false, x);
    return op.builder().dense(op.hint(), x, weights, new double[weights.length / x.width()]);
  }

  private static double[] matrix(Operation op, OnnxTensor matrix, boolean transposed, Row x) {
    int inputs = matrix.rank() == 2 ? matrix.dims().get(transposed ? 1 : 0) : -1;
    if (inputs != x.width() || matrix.values().length == 0) {
      throw op.refused(
          "multiplies width %d with weights of shape %s%s"
              .formatted(x.width(), matrix.dims(), transposed ? " transposed" : ""));
    }
    return transposed
        ? transposed(matrix.values(), matrix.values().length / inputs, inputs)
        : matrix.values().clone();
  }

  /** Returns {@code [columns, rows]} of {@code [rows, columns]}. */
  private static double[] transposed(double[] values, int rows, int columns) {
    var turned = new double[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = values[r * columns + c];
      }
    }
    return turned;
  }

  static Row batchNormalization(Operation op) {
    op.node().onlyAttributes("epsilon", "momentum", "training_mode", "spatial", "is_test");
    if (op.node().integer("training_mode", 0) != 0) {
      throw op.refused("attribute training_mode=1; export the model for inference (model.eval())");
    }
    Row x = op.rows(0);
    double[] gamma = op.perColumn(1, x);
    double[] beta = op.perColumn(2, x);
    double[] mean = op.perColumn(3, x);
    double[] variance = op.perColumn(4, x);
    double epsilon = op.node().number("epsilon", 1e-5f);
    var scale = new double[x.width()];
    var shift = new double[x.width()];
    for (int j = 0; j < scale.length; j++) {
      scale[j] = gamma[j] / Math.sqrt(variance[j] + epsilon);
      shift[j] = beta[j] - mean[j] * scale[j];
    }
    return op.builder().affine(x, scale, shift);
  }

  /**
   * The LSTM operator: gates input, output, forget, candidate; a release has candidate, forget,
   * output, input. Outputs are all h, the last h, the last c.
   */
  static List<Row> lstm(Operation op) {
    op.node()
        .onlyAttributes(
            "hidden_size", "direction", "layout", "activations", "input_forget", "output_sequence");
    requirePlain(op);
    boolean batchFirst = op.node().integer("layout", 0) != 0;
    Row x = op.row(0);
    if (batchFirst || x.layout() != Layout.TIME_BATCH || !x.ofSteps()) {
      throw op.refused(
          "must read the input 'steps' as [T, N, width] with layout 0, not %s"
              .formatted(x.layout()));
    }
    OnnxTensor w = op.constant(1);
    OnnxTensor r = op.constant(2);
    int units = r.rank() == 3 ? r.dims().get(2) : 0;
    if (units == 0
        || !w.dims().equals(List.of(1, 4 * units, x.width()))
        || !r.dims().equals(List.of(1, 4 * units, units))) {
      throw op.refused(
          "has weights W %s and R %s for width %d; one direction is [1, 4 units, ...]"
              .formatted(w.dims(), r.dims(), x.width()));
    }
    var bias = new double[4 * units];
    if (op.node().has(3)) {
      double[] both = op.constant(3).values();
      if (both.length != 8 * units) {
        throw op.refused(
            "has %d biases for %d units; must be 8 units".formatted(both.length, units));
      }
      for (int j = 0; j < bias.length; j++) {
        bias[j] = both[j] + both[bias.length + j];
      }
    }
    Row h =
        op.builder()
            .lstm(
                op.hint(),
                x,
                transposed(gates(w.values(), units, x.width()), 4 * units, x.width()),
                transposed(gates(r.values(), units, units), 4 * units, units),
                gates(bias, units, 1));
    Row shared = op.builder().shared(h);
    return List.of(shared.as(Layout.TIME_DIRECTION_BATCH), shared.as(Layout.DIRECTION_BATCH));
  }

  private static void requirePlain(Operation op) {
    OnnxNode node = op.node();
    if (!node.text("direction", "forward").equals("forward")) {
      throw op.refused(
          "attribute direction='%s' reads the future; use a forward LSTM"
              .formatted(node.text("direction", "")));
    }
    if (node.integer("input_forget", 0) != 0) {
      throw op.refused("attribute input_forget=1 couples the gates; use a plain LSTM");
    }
    if (node.hasAttribute("activations")) {
      List<String> functions = node.attributes().get("activations").texts();
      if (!functions.equals(List.of("Sigmoid", "Tanh", "Tanh"))) {
        throw op.refused("attribute activations=%s; use Sigmoid, Tanh, Tanh".formatted(functions));
      }
    }
    if (node.has(4)) {
      throw op.refused("has sequence lengths (input 4); export it without");
    }
    for (int state = 5; state <= 6; state++) {
      if (node.has(state) && !isZero(op.inputs().get(state))) {
        throw op.refused(
            "starts from a state (input %d) that is not zero; a customer's state starts from zero"
                .formatted(state));
      }
    }
    if (node.has(7)) {
      throw op.refused("has peepholes (input 7), which the kernel lacks; use a plain LSTM");
    }
  }

  private static boolean isZero(OnnxValue value) {
    return value instanceof OnnxValue.Zeros
        || value instanceof OnnxValue.Constant constant && constant.tensor().isZero();
  }

  /** Turns the blocks of rows from input, output, forget, candidate to the order of a release. */
  private static double[] gates(double[] values, int units, int width) {
    int[] from = {3, 2, 1, 0};
    int block = units * width;
    var ordered = new double[values.length];
    for (int gate = 0; gate < from.length; gate++) {
      System.arraycopy(values, from[gate] * block, ordered, gate * block, block);
    }
    return ordered;
  }

  static Row linearRegressor(Operation op) {
    op.node().onlyAttributes("coefficients", "intercepts", "targets", "post_transform");
    Row x = op.rows(0);
    int targets = (int) op.node().integer("targets", 1);
    return linear(op, x, targets);
  }

  /** Returns the scores; labels are not served. */
  static Row linearClassifier(Operation op) {
    op.node()
        .onlyAttributes(
            "coefficients",
            "intercepts",
            "multi_class",
            "classlabels_ints",
            "classlabels_strings",
            "post_transform");
    Row x = op.rows(0);
    int classes =
        Math.max(
            op.node().integers("classlabels_ints").length,
            op.node().hasAttribute("classlabels_strings")
                ? op.node().attributes().get("classlabels_strings").texts().size()
                : 0);
    if (op.node().floats("coefficients").length != classes * x.width()) {
      throw op.refused(
          "has %d coefficients for %d classes of width %d; export one row for each class"
              .formatted(op.node().floats("coefficients").length, classes, x.width()));
    }
    return linear(op, x, classes);
  }

  private static Row linear(Operation op, Row x, int outputs) {
    double[] coefficients = op.node().floats("coefficients");
    double[] intercepts = op.node().floats("intercepts");
    if (outputs < 1 || coefficients.length != outputs * x.width()) {
      throw op.refused(
          "has %d coefficients for %d outputs of width %d"
              .formatted(coefficients.length, outputs, x.width()));
    }
    double[] bias = intercepts.length == 0 ? new double[outputs] : intercepts;
    if (bias.length != outputs) {
      throw op.refused("has %d intercepts for %d outputs".formatted(bias.length, outputs));
    }
    Row y = op.builder().dense(op.hint(), x, transposed(coefficients, outputs, x.width()), bias);
    String transform = op.node().text("post_transform", "NONE");
    Activation activation =
        switch (transform) {
          case "NONE" -> Activation.IDENTITY;
          case "LOGISTIC" -> Activation.SIGMOID;
          case "SOFTMAX" -> Activation.SOFTMAX;
          default ->
              throw op.refused(
                  "attribute post_transform='%s'; known are NONE, LOGISTIC, SOFTMAX"
                      .formatted(transform));
        };
    return op.builder().activation(op.hint(), y, activation);
  }

  static Row scaler(Operation op) {
    op.node().onlyAttributes("offset", "scale");
    Row x = op.rows(0);
    double[] offset = attribute(op, "offset", x, 0);
    double[] scale = attribute(op, "scale", x, 1);
    var shift = new double[x.width()];
    for (int j = 0; j < shift.length; j++) {
      shift[j] = -offset[j] * scale[j];
    }
    return op.builder().affine(x, scale, shift);
  }

  private static double[] attribute(Operation op, String name, Row x, double otherwise) {
    double[] values = op.node().floats(name);
    if (values.length == x.width()) {
      return values;
    }
    if (values.length > 1) {
      throw op.refused(
          "attribute %s has %d values for width %d".formatted(name, values.length, x.width()));
    }
    var all = new double[x.width()];
    Arrays.fill(all, values.length == 0 ? otherwise : values[0]);
    return all;
  }

  /** Returns columns in any order: a dense layer of zeros and ones, which is exact. */
  static Row columns(Operation op, Row x, long[] indices) {
    var places = new ArrayList<Integer>();
    for (long index : indices) {
      places.add(op.axis(index, x.width()));
    }
    boolean consecutive = true;
    for (int i = 1; i < places.size(); i++) {
      consecutive &= places.get(i) == places.get(i - 1) + 1;
    }
    if (places.isEmpty()) {
      throw op.refused("picks no column");
    }
    if (consecutive) {
      return op.builder().subset(op.hint(), x, places.get(0), places.size());
    }
    var weights = new double[x.width() * places.size()];
    for (int j = 0; j < places.size(); j++) {
      weights[places.get(j) * places.size() + j] = 1;
    }
    return op.builder().dense(op.hint(), x, weights, new double[places.size()]);
  }
}
