package io.tidewatch.training.imports.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.Activation;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Task;
import io.tidewatch.training.imports.ImportedNetwork;
import io.tidewatch.training.imports.NetworkBuilder;
import io.tidewatch.training.imports.RefusedImportException;
import io.tidewatch.training.imports.Row;
import io.tidewatch.training.imports.Row.Layout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles the layers of a Keras model into those of a release; a closed list. */
final class KerasCompiler {
  private static final double DEFAULT_EPSILON = 1e-3;
  private static final double NORMALIZATION_EPSILON = 1e-7;
  private static final double LEAK = 0.01;

  private final KerasModel model;
  private final NetworkBuilder builder = new NetworkBuilder();
  private final Map<String, Row> rows = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();

  private KerasCompiler(KerasModel model) {
    this.model = model;
  }

  /**
   * @throws RefusedImportException naming the layer that no release can have
   */
  static ImportedNetwork compile(KerasModel model) {
    return new KerasCompiler(model).compile();
  }

  private ImportedNetwork compile() {
    for (KerasLayer layer : model.layers()) {
      layer.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
    }
    model.outputs().forEach(output -> readers.merge(output, 1, Integer::sum));
    for (KerasLayer layer : model.layers()) {
      Row row = row(layer);
      boolean shared = readers.getOrDefault(layer.name(), 0) > 1;
      rows.put(layer.name(), shared ? builder.shared(row) : row);
    }
    Map<String, Row> outputs = new LinkedHashMap<>();
    for (String output : Task.Churn.ALL_OUTPUTS) {
      if (model.outputs().contains(output)) {
        outputs.put(output, output(output, output));
      }
    }
    if (!outputs.containsKey(Task.Churn.CHURN)) {
      if (model.outputs().size() != 1) {
        throw new RefusedImportException(
            "the model has outputs %s, none named 'churn'; name the output layer so"
                .formatted(RefusedImportException.printable(model.outputs().toString())));
      }
      outputs.put(Task.Churn.CHURN, output(Task.Churn.CHURN, model.outputs().get(0)));
    }
    return builder.finish(outputs);
  }

  private Row output(String output, String layer) {
    Row row = rows.get(layer);
    boolean classes = row != null && row.width() == 2 && output.equals(Task.Churn.CHURN);
    if (row == null || row.layout() != Layout.ROWS || row.width() != 1 && !classes) {
      throw new RefusedImportException(
          "output layer '%s' must give [N, 1]%s"
              .formatted(
                  RefusedImportException.printable(layer),
                  output.equals(Task.Churn.CHURN) ? ", or two classes of which churn is 1" : ""));
    }
    return classes ? builder.subset(output, row, 1, 1) : row;
  }

  private Row row(KerasLayer layer) {
    return switch (layer.kind()) {
      case "InputLayer" -> input(layer);
      case "Dense" -> dense(layer);
      case "Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise", "SpatialDropout1D" ->
          only(layer);
      case "Flatten" -> rowsOf(layer);
      case "Activation" -> activated(layer, only(layer), layer.text("activation", ""));
      case "ReLU" -> {
        requireNumber(layer, "max_value", 0, true);
        requireNumber(layer, "negative_slope", 0, true);
        requireNumber(layer, "threshold", 0, true);
        yield builder.activation(layer.name(), only(layer), Activation.RELU);
      }
      case "LeakyReLU" -> {
        requireNumber(layer, "alpha", LEAK, false);
        yield builder.activation(layer.name(), only(layer), Activation.LEAKYRELU);
      }
      case "Softmax" -> builder.activation(layer.name(), rowsOf(layer), Activation.SOFTMAX);
      case "BatchNormalization" -> batchNormalization(layer);
      case "Normalization" -> normalization(layer);
      case "LSTM" -> lstm(layer);
      case "Concatenate" -> builder.beside(alike(layer, false));
      case "Add" -> builder.sum(layer.name(), alike(layer, true));
      case "Subtract" -> combined(layer, LayerSpec.Operation.SUBTRACT);
      case "Multiply" -> combined(layer, LayerSpec.Operation.PRODUCT);
      case "Average" -> combined(layer, LayerSpec.Operation.AVERAGE);
      case "Maximum" -> combined(layer, LayerSpec.Operation.MAX);
      case "GRU", "SimpleRNN", "Bidirectional" -> throw layer.refused("has no kernel; use LSTM");
      default ->
          throw layer.refused(
              "is unknown to a release; docs/how-to/import-models.md lists what is");
    };
  }

  private Row input(KerasLayer layer) {
    JsonNode shape = layer.config().path("batch_input_shape");
    long width = shape.path(shape.size() - 1).asLong(-1);
    if (shape.size() == 2 && width == FeatureCatalogue.size()) {
      return builder.source(LayerSpec.FEATURES, FeatureCatalogue.size(), Layout.ROWS);
    } else if (shape.size() == 3 && width == ChurnStep.WIDTH) {
      return builder.source(LayerSpec.STEPS, ChurnStep.WIDTH, Layout.BATCH_TIME);
    }
    throw layer.refused(
        "has shape %s; the features are [null, %d], the steps [null, null, %d]"
            .formatted(
                RefusedImportException.printable(shape.toString()),
                FeatureCatalogue.size(),
                ChurnStep.WIDTH));
  }

  private Row dense(KerasLayer layer) {
    Row x = only(layer);
    int units = units(layer);
    double[] kernel = layer.weight("kernel", x.width(), units);
    double[] bias = layer.flag("use_bias", true) ? layer.weight("bias", units) : new double[units];
    Row y = builder.dense(layer.name(), x, kernel, bias);
    return activated(layer, y, layer.text("activation", "linear"));
  }

  private Row activated(KerasLayer layer, Row x, String activation) {
    Activation known =
        switch (activation) {
          case "linear" -> Activation.IDENTITY;
          case "relu" -> Activation.RELU;
          case "tanh" -> Activation.TANH;
          case "sigmoid" -> Activation.SIGMOID;
          case "hard_sigmoid" -> Activation.HARDSIGMOID;
          case "softplus" -> Activation.SOFTPLUS;
          case "softmax" -> Activation.SOFTMAX;
          default ->
              throw layer.refused(
                  "activation '%s'; known are linear, relu, tanh, sigmoid, hard_sigmoid, softplus, softmax"
                      .formatted(RefusedImportException.printable(activation)));
        };
    return builder.activation(layer.name(), x, known);
  }

  private Row batchNormalization(KerasLayer layer) {
    Row x = rowsOf(layer);
    int width = x.width();
    double[] gamma = layer.flag("scale", true) ? layer.weight("gamma", width) : filled(width, 1);
    double[] beta = layer.flag("center", true) ? layer.weight("beta", width) : new double[width];
    double epsilon = layer.config().path("epsilon").asDouble(DEFAULT_EPSILON);
    return scaled(
        x,
        layer.weight("moving_mean", width),
        layer.weight("moving_variance", width),
        epsilon,
        gamma,
        beta);
  }

  private Row scaled(
      Row x, double[] mean, double[] variance, double epsilon, double[] gamma, double[] beta) {
    var scale = new double[mean.length];
    var shift = new double[mean.length];
    for (int j = 0; j < scale.length; j++) {
      scale[j] = gamma[j] / Math.sqrt(variance[j] + epsilon);
      shift[j] = beta[j] - mean[j] * scale[j];
    }
    return builder.affine(x, scale, shift);
  }

  /** Keras divides by the deviation, or by 1e-7 where that is smaller. */
  private Row normalization(KerasLayer layer) {
    Row x = only(layer);
    int width = x.width();
    if (layer.flag("invert", false)) {
      throw layer.refused("is inverted; normalise forwards");
    }
    double[] variance = layer.weight("variance", width);
    for (int j = 0; j < width; j++) {
      double deviation = Math.max(Math.sqrt(variance[j]), NORMALIZATION_EPSILON);
      variance[j] = deviation * deviation;
    }
    return scaled(x, layer.weight("mean", width), variance, 0, filled(width, 1), new double[width]);
  }

  /**
   * Keras has the gates input, forget, candidate, output; a release candidate, forget, output,
   * input.
   */
  private Row lstm(KerasLayer layer) {
    Row x = only(layer);
    boolean plain =
        layer.text("activation", "tanh").equals("tanh")
            && layer.text("recurrent_activation", "sigmoid").equals("sigmoid")
            && !layer.flag("go_backwards", false)
            && !layer.flag("time_major", false);
    if (!plain || x.layout() != Layout.BATCH_TIME || !x.ofSteps()) {
      throw layer.refused(
          "must read the steps forwards, with activation tanh and recurrent_activation sigmoid");
    }
    int units = units(layer);
    double[] kernel = layer.weight("kernel", x.width(), 4 * units);
    double[] recurrent = layer.weight("recurrent_kernel", units, 4 * units);
    double[] bias =
        layer.flag("use_bias", true) ? layer.weight("bias", 4 * units) : new double[4 * units];
    Row h =
        builder.lstm(
            layer.name(), x, gates(kernel, units), gates(recurrent, units), gates(bias, units));
    if (layer.flag("return_sequences", false)) {
      throw layer.refused("returns sequences; a release knows the last step");
    }
    return h.as(Layout.ROWS);
  }

  /** Turns the blocks of columns. */
  private static double[] gates(double[] values, int units) {
    int[] from = {2, 1, 3, 0};
    var ordered = new double[values.length];
    for (int row = 0; row < values.length / (4 * units); row++) {
      for (int gate = 0; gate < from.length; gate++) {
        int at = row * 4 * units;
        System.arraycopy(values, at + from[gate] * units, ordered, at + gate * units, units);
      }
    }
    return ordered;
  }

  private Row combined(KerasLayer layer, LayerSpec.Operation operation) {
    return builder.combined(layer.name(), alike(layer, true), operation);
  }

  private List<Row> alike(KerasLayer layer, boolean sameWidth) {
    List<Row> inputs = layer.inputs().stream().map(name -> read(layer, name)).toList();
    for (Row row : inputs) {
      Row first = inputs.get(0);
      if (row.layout() != Layout.ROWS || sameWidth && row.width() != first.width()) {
        throw layer.refused(
            "joins %s of width %d with %s of width %d"
                .formatted(first.layout(), first.width(), row.layout(), row.width()));
      }
    }
    if (inputs.size() < 2) {
      throw layer.refused("joins " + inputs.size() + " inputs");
    }
    return inputs;
  }

  private Row rowsOf(KerasLayer layer) {
    Row row = only(layer);
    if (row.layout() != Layout.ROWS) {
      throw layer.refused("reads " + row.layout() + "; put it behind the LSTM");
    }
    return row;
  }

  private Row only(KerasLayer layer) {
    if (layer.inputs().size() != 1) {
      throw layer.refused(
          "reads %d layers, must be 1; begin a Sequential model with an Input"
              .formatted(layer.inputs().size()));
    }
    return read(layer, layer.inputs().get(0));
  }

  private Row read(KerasLayer layer, String input) {
    Row row = rows.get(input);
    if (row == null) {
      throw layer.refused(
          "reads '%s', which comes later or not at all"
              .formatted(RefusedImportException.printable(input)));
    }
    return row;
  }

  private static int units(KerasLayer layer) {
    int units = layer.config().path("units").asInt(0);
    if (units < 1 || units > 4_096) {
      throw layer.refused("units=" + units + " must be from 1 to 4096");
    }
    return units;
  }

  private static void requireNumber(
      KerasLayer layer, String field, double value, boolean orNothing) {
    JsonNode given = layer.config().path(field);
    boolean nothing = given.isNull() || given.isMissingNode();
    if (nothing ? !orNothing : (float) given.asDouble() != (float) value) {
      throw layer.refused(
          "%s=%s; the kernel has %s"
              .formatted(field, RefusedImportException.printable(given.toString()), value));
    }
  }

  private static double[] filled(int width, double value) {
    var values = new double[width];
    Arrays.fill(values, value);
    return values;
  }
}
