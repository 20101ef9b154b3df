package io.tidewatch.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One layer of manifest.json. What every kind has stands first; {@code inputs} and {@code outputs}
 * must be what the other fields make them, so that no number has two meanings.
 *
 * <pre>{@code
 * {"kind": "Convolution1D", "name": "c3", "from": ["words"], "inputs": 2400, "outputs": 2400,
 *  "activation": "RELU", "steps": 24, "width": 100, "kernel": 3, "stride": 1, "padding": "SAME",
 *  "filters": 100}
 * }</pre>
 */
final class LayerJson {
  /** Kinds, each with the fields that only it has. */
  private static final Map<String, List<String>> KINDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("Standardise", List.of("clip")),
              Map.entry("Embedding", List.of()),
              Map.entry("Lstm", List.of()),
              Map.entry("Dense", List.of()),
              Map.entry("EngineDense", List.of("function")),
              Map.entry("EngineGraph", List.of("engine", "bytes", "results")),
              Map.entry("Scale", List.of()),
              Map.entry("Sum", List.of()),
              Map.entry("ElementWise", List.of("operation")),
              Map.entry("Subset", List.of("first")),
              Map.entry("EmbeddingSequence", List.of("rows", "width")),
              Map.entry(
                  "Convolution1D",
                  List.of("steps", "width", "kernel", "stride", "padding", "filters")),
              Map.entry("GlobalPooling", List.of("steps", "width", "pooling"))));

  private LayerJson() {}

  static void write(LayerSpec layer, ObjectNode node) {
    node.put("kind", layer.getClass().getSimpleName()).put("name", layer.name());
    layer.from().forEach(node.putArray("from")::add);
    node.put("inputs", layer instanceof LayerSpec.Embedding e ? e.rows() : layer.inputs());
    node.put("outputs", layer.outputs()).put("activation", layer.activation().name());
    if (layer instanceof LayerSpec.Standardise spec) {
      node.put("clip", spec.clip());
    } else if (layer instanceof LayerSpec.EngineDense spec) {
      node.put("function", spec.function());
    } else if (layer instanceof LayerSpec.EngineGraph spec) {
      node.put("engine", spec.engine()).put("bytes", spec.bytes());
      spec.results().forEach(node.putArray("results")::add);
    } else if (layer instanceof LayerSpec.ElementWise spec) {
      node.put("operation", spec.operation().name());
    } else if (layer instanceof LayerSpec.Subset spec) {
      node.put("first", spec.first());
    } else if (layer instanceof LayerSpec.EmbeddingSequence spec) {
      node.put("rows", spec.rows()).put("width", spec.width());
    } else if (layer instanceof LayerSpec.Convolution1D spec) {
      node.put("steps", spec.steps()).put("width", spec.width());
      node.put("kernel", spec.kernel()).put("stride", spec.stride());
      node.put("padding", spec.padding().name()).put("filters", spec.filters());
    } else if (layer instanceof LayerSpec.GlobalPooling spec) {
      node.put("steps", spec.steps()).put("width", spec.width());
      node.put("pooling", spec.pooling().name());
    }
  }

  static LayerSpec read(ManifestField layer) throws RefusedReleaseException {
    String kind = layer.text("kind");
    List<String> own = KINDS.get(kind);
    if (own == null) {
      throw layer.refused(
          "kind '%s' is unknown; known: %s".formatted(kind, String.join(", ", KINDS.keySet())));
    }
    var known = new ArrayList<>(List.of("kind", "name", "from", "inputs", "outputs", "activation"));
    known.addAll(own);
    layer.onlyFields(known.toArray(String[]::new));
    List<String> from = layer.texts("from", Limits.LAYERS);
    if (from.isEmpty()) {
      throw layer.refused("from names no layer or source");
    }
    int inputs = layer.integer("inputs", 1, Limits.SEQUENCE);
    int outputs = layer.integer("outputs", 1, Limits.SEQUENCE);
    Activation activation = layer.constant("activation", Activation.class);
    LayerSpec spec = read(kind, layer, from, inputs, outputs, activation);
    boolean inputsFit = spec instanceof LayerSpec.Embedding || spec.inputs() == inputs;
    if (!inputsFit
        || spec.outputs() != outputs
        || !spec.from().equals(from)
        || spec.activation() != activation) {
      throw layer.refused(
          "a %s layer cannot have from=%s, inputs=%d, outputs=%d, activation=%s"
              .formatted(kind, from, inputs, outputs, activation));
    }
    return spec;
  }

  private static LayerSpec read(
      String kind,
      ManifestField layer,
      List<String> from,
      int inputs,
      int outputs,
      Activation activation)
      throws RefusedReleaseException {
    String name = layer.name("name");
    String source = from.get(0);
    return switch (kind) {
      case "Standardise" ->
          new LayerSpec.Standardise(
              name, source, outputs, (float) layer.number("clip", 0, Limits.MAGNITUDE));
      case "Embedding" -> new LayerSpec.Embedding(name, source, inputs, outputs);
      case "Lstm" -> new LayerSpec.Lstm(name, source, inputs, outputs);
      case "Dense" -> new LayerSpec.Dense(name, from, inputs, outputs, activation);
      case "EngineDense" ->
          new LayerSpec.EngineDense(name, from, inputs, outputs, layer.name("function"));
      case "EngineGraph" ->
          new LayerSpec.EngineGraph(
              name,
              source,
              inputs,
              outputs,
              layer.name("engine"),
              layer.integer("bytes", 1, Limits.GRAPH_BYTES),
              layer.texts("results", Limits.LAYERS));
      case "Scale" -> new LayerSpec.Scale(name, source, outputs);
      case "Sum" -> new LayerSpec.Sum(name, from, outputs, activation);
      case "ElementWise" ->
          new LayerSpec.ElementWise(
              name, from, layer.constant("operation", LayerSpec.Operation.class), outputs);
      case "Subset" ->
          new LayerSpec.Subset(
              name, from, inputs, layer.integer("first", 0, Limits.SEQUENCE), outputs);
      case "EmbeddingSequence" ->
          new LayerSpec.EmbeddingSequence(
              name,
              source,
              inputs,
              layer.integer("rows", 1, Limits.ROWS),
              layer.integer("width", 1, Limits.WIDTH));
      case "Convolution1D" ->
          new LayerSpec.Convolution1D(
              name,
              from,
              layer.integer("steps", 1, Limits.STEPS),
              layer.integer("width", 1, Limits.WIDTH),
              layer.integer("kernel", 1, Limits.STEPS),
              layer.integer("stride", 1, Limits.STEPS),
              layer.constant("padding", LayerSpec.Padding.class),
              layer.integer("filters", 1, Limits.WIDTH),
              activation);
      case "GlobalPooling" ->
          new LayerSpec.GlobalPooling(
              name,
              source,
              layer.integer("steps", 1, Limits.STEPS),
              layer.integer("width", 1, Limits.WIDTH),
              layer.constant("pooling", LayerSpec.Pooling.class));
      default -> throw new IllegalStateException("kind " + kind + " is known but not read");
    };
  }
}
