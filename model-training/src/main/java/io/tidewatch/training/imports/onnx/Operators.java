package io.tidewatch.training.imports.onnx;

import io.tidewatch.models.Activation;
import io.tidewatch.training.imports.RefusedImportException;
import io.tidewatch.training.imports.Row;
import java.util.Arrays;
import java.util.List;

/** The closed list of operators that become layers. */
final class Operators {
  private static final String CLASSICAL = "ai.onnx.ml";
  private static final String KNOWN =
      "Gemm, MatMul, LSTM, Add, Sub, Mul, Div, Neg, Sum, Max, Mean, Relu, LeakyRelu, Tanh, Sigmoid,"
          + " HardSigmoid, Softplus, Softmax, BatchNormalization, Concat, Slice, Split, Gather,"
          + " Flatten, Reshape, Squeeze, Unsqueeze, Transpose, Identity, Dropout, Cast and of"
          + " ai.onnx.ml Scaler, LinearRegressor, LinearClassifier, ArrayFeatureExtractor,"
          + " Normalizer";

  private Operators() {}

  /**
   * Returns the values of a node's outputs; null, or none at the end, for those that no layer
   * gives.
   */
  static List<Row> apply(Operation op) {
    String domain = op.node().domain();
    if (domain.isEmpty()) {
      return switch (op.node().operator()) {
        case "LSTM" -> DenseOperators.lstm(op);
        case "Split" -> ShapeOperators.split(op);
        default -> List.of(one(op));
      };
    } else if (domain.equals(CLASSICAL)) {
      return classical(op);
    }
    throw unknown(op);
  }

  private static Row one(Operation op) {
    return switch (op.node().operator()) {
      case "Gemm" -> DenseOperators.gemm(op);
      case "MatMul" -> DenseOperators.matMul(op);
      case "BatchNormalization" -> DenseOperators.batchNormalization(op);
      case "Add" -> ElementOperators.add(op);
      case "Sub" -> ElementOperators.subtract(op);
      case "Mul" -> ElementOperators.multiply(op);
      case "Div" -> ElementOperators.divide(op);
      case "Neg" -> ElementOperators.negate(op);
      case "Sum", "Max", "Mean" -> ElementOperators.combine(op);
      case "Relu" -> ElementOperators.activation(op, Activation.RELU);
      case "Tanh" -> ElementOperators.activation(op, Activation.TANH);
      case "Sigmoid" -> ElementOperators.activation(op, Activation.SIGMOID);
      case "Softplus" -> ElementOperators.activation(op, Activation.SOFTPLUS);
      case "LeakyRelu" -> ElementOperators.leakyRelu(op);
      case "HardSigmoid" -> ElementOperators.hardSigmoid(op);
      case "Softmax" -> ElementOperators.softmax(op);
      case "Concat" -> ShapeOperators.concat(op);
      case "Slice" -> ShapeOperators.slice(op);
      case "Gather" -> ShapeOperators.gather(op);
      case "Flatten" -> ShapeOperators.flatten(op);
      case "Reshape" -> ShapeOperators.reshape(op);
      case "Squeeze" -> ShapeOperators.squeeze(op);
      case "Unsqueeze" -> ShapeOperators.unsqueeze(op);
      case "Transpose" -> ShapeOperators.transpose(op);
      case "Identity", "Dropout" -> op.row(0);
      case "Cast" -> cast(op);
      default -> throw unknown(op);
    };
  }

  private static Row cast(Operation op) {
    long to = op.node().integer("to", 0);
    if (to != OnnxTensor.FLOAT && to != OnnxTensor.DOUBLE) {
      throw op.refused("attribute to=%d is neither float (1) nor double (11)".formatted(to));
    }
    return op.row(0);
  }

  private static List<Row> classical(Operation op) {
    return switch (op.node().operator()) {
      case "Scaler" -> List.of(DenseOperators.scaler(op));
      case "LinearRegressor" -> List.of(DenseOperators.linearRegressor(op));
      case "LinearClassifier" -> {
        // The labels stand first; no layer gives them, so who reads them is refused.
        yield Arrays.asList(null, DenseOperators.linearClassifier(op));
      }
      case "ArrayFeatureExtractor" ->
          List.of(DenseOperators.columns(op, op.rows(0), op.constant(1).longs()));
      case "Normalizer" -> List.of(normalizer(op));
      case "ZipMap" ->
          throw op.refused(
              "makes maps; export with options={'zipmap': False}, so that probabilities are [N,"
                  + " 2]");
      case "TreeEnsembleClassifier", "TreeEnsembleRegressor" ->
          throw op.refused(
              "is an ensemble of trees, for which there is no kernel; train a linear model or a"
                  + " network");
      default -> throw unknown(op);
    };
  }

  /** Two classes whose sigmoids sum to 1 are normalised already. */
  private static Row normalizer(Operation op) {
    op.node().onlyAttributes("norm");
    Row x = op.rows(0);
    boolean complementary = op.builder().isComplementary(x);
    if (!complementary || !op.node().text("norm", "MAX").equals("L1")) {
      throw op.refused(
          "divides by the sum of what it computes; known is norm L1 behind two opposite classes");
    }
    return x;
  }

  private static RefusedImportException unknown(Operation op) {
    String domain = op.node().domain();
    return op.refused(
        "operator is unknown%s; known are %s"
            .formatted(
                domain.isEmpty()
                    ? ""
                    : " (domain " + RefusedImportException.printable(domain) + ")",
                KNOWN));
  }
}
