package io.tidewatch.training.export;

import io.tidewatch.models.LayerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Collects exported layers and their tensors. */
final class LayerSink {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private record Prepared(LayerSpec layer, Map<String, float[]> tensors) {}

  private final List<LayerSpec> layers = new ArrayList<>();
  private final SortedMap<String, float[]> tensors = new TreeMap<>();
  private final Map<String, Prepared> prepared = new LinkedHashMap<>();

  List<LayerSpec> layers() {
    return List.copyOf(layers);
  }

  SortedMap<String, float[]> tensors() {
    return tensors;
  }

  /** Adds a layer as soon as another one reads it. */
  void addBeforeReader(LayerSpec layer, Map<String, float[]> values) {
    prepared.put(layer.name(), new Prepared(layer, values));
  }

  /** Adds a layer without tensors. */
  Value add(Vertex vertex, LayerSpec layer, Value in) {
    return add(vertex, layer, in, Map.of());
  }

  /** Adds a layer; returns what it computes, a sequence of as many steps as its input. */
  Value add(Vertex vertex, LayerSpec layer, Value in, Map<String, float[]> values) {
    return add(vertex, layer, values, in.steps()).shifted(in.shifted());
  }

  /**
   * Adds a layer.
   *
   * @param values its tensors, by the name within the layer
   * @param steps most steps of its output; 0 if that is no sequence
   */
  Value add(Vertex vertex, LayerSpec layer, Map<String, float[]> values, int steps) {
    if (!NAME.matcher(layer.name()).matches()) {
      throw vertex.unsupported(
          "a release names layers with 1 to 64 letters, digits, dots, dashes or underscores");
    }
    for (String from : layer.from()) {
      Prepared first = prepared.remove(from);
      if (first != null) {
        layers.add(first.layer());
        tensors.putAll(first.tensors());
      }
    }
    layers.add(layer);
    values.forEach((name, tensor) -> tensors.put(layer.name() + "/" + name, tensor));
    return Value.of(layer.name(), layer.outputs() / Math.max(1, steps), steps, vertex.readers());
  }

  /** Returns the layer of a name, or null if that is a source. */
  LayerSpec layer(String name) {
    return layers.stream().filter(layer -> layer.name().equals(name)).findFirst().orElse(null);
  }

  /** Returns a value that one layer holds. */
  Value single(Vertex vertex, Value in, String suffix) {
    return in.parts().size() == 1 ? in : subset(vertex, in, vertex.name() + suffix, 0, in.width());
  }

  /** Adds a layer that takes some of the values. */
  Value subset(Vertex vertex, Value in, String name, int first, int count) {
    if (in.steps() > 0) {
      throw vertex.unsupported(
          "takes apart or joins the values of a sequence's steps; do it behind the pooling");
    }
    return add(vertex, new LayerSpec.Subset(name, in.names(), in.width(), first, count), in);
  }
}
