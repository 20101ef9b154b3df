package io.tidewatch.training.imports.dl4j;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.training.imports.RefusedImportException;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Builds layers in code from what a configuration says of them, within limits. */
final class LayerConfigurations {
  static final int MAX_WIDTH = 4_096;

  /** Losses matter for training only. */
  private static final LossFunction ANY_LOSS = LossFunction.MSE;

  private static final double LEAK = 0.01;
  private static final double DEFAULT_EPSILON = 1e-5;

  private LayerConfigurations() {}

  /** Returns a layer. */
  static Layer of(JsonNode json, String path) {
    String kind = KnownClasses.kind(json, path);
    return switch (kind) {
      case "FrozenLayer" -> new FrozenLayer(of(json.path("layer"), path + ".layer"));
      case "LSTM" ->
          new LSTM.Builder()
              .nIn(width(json, "nin", path))
              .nOut(width(json, "nout", path))
              .activation(activation(json, "activationFn", path))
              .gateActivationFunction(activation(json, "gateActivationFn", path))
              .build();
      case "DenseLayer" ->
          new DenseLayer.Builder()
              .nIn(width(json, "nin", path))
              .nOut(width(json, "nout", path))
              .hasBias(json.path("hasBias").asBoolean(true))
              .hasLayerNorm(json.path("hasLayerNorm").asBoolean(false))
              .activation(activation(json, "activationFn", path))
              .build();
      case "OutputLayer" ->
          new OutputLayer.Builder(ANY_LOSS)
              .nIn(width(json, "nin", path))
              .nOut(width(json, "nout", path))
              .hasBias(json.path("hasBias").asBoolean(true))
              .activation(activation(json, "activationFn", path))
              .build();
      case "RnnOutputLayer" ->
          new RnnOutputLayer.Builder(ANY_LOSS)
              .nIn(width(json, "nin", path))
              .nOut(width(json, "nout", path))
              .hasBias(json.path("hasBias").asBoolean(true))
              .activation(activation(json, "activationFn", path))
              .build();
      case "LossLayer" ->
          new LossLayer.Builder(ANY_LOSS)
              .activation(activation(json, "activationFn", path))
              .build();
      case "RnnLossLayer" ->
          new RnnLossLayer.Builder(ANY_LOSS)
              .activation(activation(json, "activationFn", path))
              .build();
      case "ActivationLayer" -> new ActivationLayer(activation(json, "activationFn", path));
      case "DropoutLayer" -> new DropoutLayer();
      case "BatchNormalization" -> batchNormalization(json, path);
      case "ElementWiseMultiplicationLayer" ->
          new ElementWiseMultiplicationLayer.Builder()
              .nIn(width(json, "nin", path))
              .nOut(width(json, "nout", path))
              .activation(activation(json, "activationFn", path))
              .build();
      default -> throw refused(path, kind + " is no layer");
    };
  }

  private static Layer batchNormalization(JsonNode json, String path) {
    return new BatchNormalization.Builder()
        .nIn(width(json, "nin", path))
        .nOut(width(json, "nout", path))
        .eps(number(json, "eps", DEFAULT_EPSILON, path))
        .gamma(number(json, "gamma", 1, path))
        .beta(number(json, "beta", 0, path))
        .lockGammaBeta(json.path("lockGammaBeta").asBoolean(false))
        .useLogStd(json.path("useLogStd").asBoolean(false))
        .build();
  }

  /** Returns what DL4J does with the input of a layer first; null if nothing. */
  static InputPreProcessor preprocessor(JsonNode json, String path) {
    if (json.isMissingNode() || json.isNull()) {
      return null;
    }
    String kind = KnownClasses.kind(json, path);
    return switch (kind) {
      case "RnnToFeedForwardPreProcessor" -> new RnnToFeedForwardPreProcessor();
      case "FeedForwardToRnnPreProcessor" -> new FeedForwardToRnnPreProcessor();
      default -> throw refused(path, kind + " is no preprocessor");
    };
  }

  private static Activation activation(JsonNode layer, String field, String path) {
    String at = path + "." + field;
    JsonNode json = layer.path(field);
    String kind = KnownClasses.kind(json, at);
    return switch (kind) {
      case "ActivationIdentity" -> Activation.IDENTITY;
      case "ActivationTanH" -> Activation.TANH;
      case "ActivationSigmoid" -> Activation.SIGMOID;
      case "ActivationHardSigmoid" -> Activation.HARDSIGMOID;
      case "ActivationSoftPlus" -> Activation.SOFTPLUS;
      case "ActivationSoftmax" -> Activation.SOFTMAX;
      case "ActivationReLU" -> {
        requireZero(json, at, "max", "threshold", "negativeSlope");
        yield Activation.RELU;
      }
      case "ActivationLReLU" -> {
        if (number(json, "alpha", LEAK, at) != LEAK) {
          throw refused(at, "alpha=" + json.path("alpha") + "; the kernel has 0.01");
        }
        yield Activation.LEAKYRELU;
      }
      default -> throw refused(at, kind + " is no activation");
    };
  }

  private static void requireZero(JsonNode json, String path, String... fields) {
    for (String field : fields) {
      if (number(json, field, 0, path) != 0) {
        throw refused(path, field + "=" + json.path(field).asDouble() + "; the kernel has 0");
      }
    }
  }

  static int width(JsonNode json, String field, String path) {
    JsonNode value = json.path(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < 1
        || value.intValue() > MAX_WIDTH) {
      throw refused(
          path,
          "%s=%s must be from 1 to %d"
              .formatted(field, RefusedImportException.printable(value.toString()), MAX_WIDTH));
    }
    return value.intValue();
  }

  private static double number(JsonNode json, String field, double otherwise, String path) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw refused(path, field + " must be a finite number");
    }
    return value.doubleValue();
  }

  static RefusedImportException refused(String path, String what) {
    return new RefusedImportException(path + ": " + what);
  }
}
