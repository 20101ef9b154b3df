package io.tidewatch.training.imports.keras;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.training.imports.RefusedImportException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * A model as Keras 2 saves it in HDF5: model.save("model.h5").
 *
 * <pre>
 * /                      attributes keras_version, model_config (JSON)
 * /model_weights         attribute layer_names
 * /model_weights/LAYER   attribute weight_names: LAYER/kernel:0, LAYER/bias:0, ...
 * </pre>
 *
 * @param version of Keras
 * @param layers layers in the order of the file, which is that of computation
 * @param outputs names of the layers that are its outputs
 */
record KerasModel(String version, List<KerasLayer> layers, List<String> outputs) {
  private static final int MAX_LAYERS = 64;
  private static final int MAX_BYTES = 48 << 20;
  private static final String SEQUENTIAL = "Sequential";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(40)
                          .maxStringLength(10_000)
                          .maxNameLength(1_000)
                          .maxNumberLength(60)
                          .build())
                  .build())
          .build();

  /**
   * @throws RefusedImportException naming what is not as Keras 2 saves it
   */
  static KerasModel read(byte[] bytes) {
    if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
      throw new RefusedImportException(
          "this is a zip, as Keras 3 saves models (.keras); Keras 3 cannot be imported: export the"
              + " model to ONNX, or save it as .h5 with Keras 2");
    }
    if (bytes.length > MAX_BYTES) {
      throw new RefusedImportException(
          "the model has %d bytes, limit %d; make it smaller".formatted(bytes.length, MAX_BYTES));
    }
    Hdf5Object root = Hdf5File.open(bytes).root();
    String version = root.text("keras_version");
    if (!version.startsWith("2.")) {
      throw new RefusedImportException(
          "the file was saved by Keras %s, known is Keras 2; export the model to ONNX, or save it with Keras 2"
              .formatted(RefusedImportException.printable(version)));
    }
    JsonNode model = json(root.text("model_config"));
    JsonNode config = model.path("config");
    boolean sequential = model.path("class_name").asText().equals(SEQUENTIAL);
    // Before Keras 2.2.3 a sequential model was a mere list.
    JsonNode list = config.isArray() ? config : config.path("layers");
    if (!list.isArray() || list.isEmpty() || list.size() > MAX_LAYERS) {
      throw new RefusedImportException(
          "model_config has %d layers, must be 1 to %d".formatted(list.size(), MAX_LAYERS));
    }
    List<KerasLayer> layers = layers(list, sequential, root.child("model_weights"));
    return new KerasModel(
        version,
        layers,
        sequential
            ? List.of(layers.get(layers.size() - 1).name())
            : names(config.path("output_layers")));
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new RefusedImportException(
          "model_config is not JSON: "
              + RefusedImportException.printable(String.valueOf(e.getMessage())),
          e);
    }
  }

  private static List<KerasLayer> layers(JsonNode list, boolean sequential, Hdf5Object weights) {
    var withWeights = new HashSet<>(weights.texts("layer_names"));
    var layers = new ArrayList<KerasLayer>();
    for (JsonNode node : list) {
      JsonNode config = node.path("config");
      String name = config.path("name").asText("");
      List<String> inputs =
          !sequential
              ? inbound(name, node.path("inbound_nodes"))
              : layers.isEmpty() ? List.of() : List.of(layers.get(layers.size() - 1).name());
      layers.add(
          new KerasLayer(
              name,
              node.path("class_name").asText(""),
              config,
              inputs,
              withWeights.contains(name) ? KerasLayer.weights(weights.child(name)) : Map.of()));
    }
    return layers;
  }

  /** Reads {@code [[["a", 0, 0, {}], ["b", 0, 0, {}]]]}: one use of the layer, of first outputs. */
  private static List<String> inbound(String layer, JsonNode nodes) {
    if (nodes.size() > 1) {
      throw new RefusedImportException(
          "layer '%s' is used %d times; use a layer of its own each time"
              .formatted(RefusedImportException.printable(layer), nodes.size()));
    }
    return names(nodes.path(0));
  }

  private static List<String> names(JsonNode tensors) {
    var names = new ArrayList<String>();
    // A single one may stand without the outer list.
    Iterable<JsonNode> all = tensors.path(0).isTextual() ? List.of(tensors) : tensors;
    for (JsonNode tensor : all) {
      if (tensor.path(1).asInt(0) != 0 || tensor.path(2).asInt(0) != 0) {
        throw new RefusedImportException(
            "the output number %d of layer '%s' is read; a release knows the first one"
                .formatted(
                    tensor.path(2).asInt(),
                    RefusedImportException.printable(tensor.path(0).asText(""))));
      }
      names.add(tensor.path(0).asText(""));
    }
    return names;
  }
}
