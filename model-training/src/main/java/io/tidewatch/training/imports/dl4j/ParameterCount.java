package io.tidewatch.training.imports.dl4j;

import com.fasterxml.jackson.databind.JsonNode;

/** How many parameters a layer has, so that they are counted before anything holds them. */
final class ParameterCount {
  /** As many floats as a release's weights. */
  private static final long MAX = 8 << 20;

  private ParameterCount() {}

  static long of(JsonNode layer, String path) {
    String kind = KnownClasses.kind(layer, path);
    long bias = layer.path("hasBias").asBoolean(true) ? 1 : 0;
    long norm = layer.path("hasLayerNorm").asBoolean(false) ? 1 : 0;
    long count =
        switch (kind) {
          case "FrozenLayer" -> of(layer.path("layer"), path + ".layer");
          case "LSTM" ->
              4 * outputs(layer, path) * (inputs(layer, path) + outputs(layer, path) + 1);
          case "DenseLayer" -> outputs(layer, path) * (inputs(layer, path) + bias + norm);
          case "OutputLayer", "RnnOutputLayer" ->
              outputs(layer, path) * (inputs(layer, path) + bias);
          case "BatchNormalization" ->
              outputs(layer, path) * (layer.path("lockGammaBeta").asBoolean(false) ? 2 : 4);
          case "ElementWiseMultiplicationLayer" -> 2 * outputs(layer, path);
          default -> 0;
        };
    if (count > MAX) {
      throw LayerConfigurations.refused(
          path, "has %d parameters, limit %d; make it smaller".formatted(count, MAX));
    }
    return count;
  }

  private static long inputs(JsonNode layer, String path) {
    return LayerConfigurations.width(layer, "nin", path);
  }

  private static long outputs(JsonNode layer, String path) {
    return LayerConfigurations.width(layer, "nout", path);
  }
}
