package io.tidewatch.training.imports;

import io.tidewatch.models.LayerSpec;
import java.util.List;
import java.util.Map;

/** Gives layers other names. */
final class Renaming {
  private Renaming() {}

  /** Returns the layer with names as the map has them, its own and those of its inputs. */
  static LayerSpec of(LayerSpec layer, Map<String, String> names) {
    String name = names.getOrDefault(layer.name(), layer.name());
    List<String> from =
        layer.from().stream().map(input -> names.getOrDefault(input, input)).toList();
    if (layer instanceof LayerSpec.Standardise spec) {
      return new LayerSpec.Standardise(name, from.get(0), spec.width(), spec.clip());
    } else if (layer instanceof LayerSpec.Lstm spec) {
      return new LayerSpec.Lstm(name, from.get(0), spec.inputs(), spec.units());
    } else if (layer instanceof LayerSpec.Dense spec) {
      return new LayerSpec.Dense(name, from, spec.inputs(), spec.outputs(), spec.activation());
    } else if (layer instanceof LayerSpec.Scale spec) {
      return new LayerSpec.Scale(name, from.get(0), spec.width());
    } else if (layer instanceof LayerSpec.Sum spec) {
      return new LayerSpec.Sum(name, from, spec.width(), spec.activation());
    } else if (layer instanceof LayerSpec.ElementWise spec) {
      return new LayerSpec.ElementWise(name, from, spec.operation(), spec.width());
    } else if (layer instanceof LayerSpec.Subset spec) {
      return new LayerSpec.Subset(name, from, spec.inputs(), spec.first(), spec.outputs());
    } else if (layer instanceof LayerSpec.EngineDense spec) {
      return new LayerSpec.EngineDense(name, from, spec.inputs(), spec.outputs(), spec.function());
    }
    if (layer instanceof LayerSpec.EngineGraph spec) {
      return new LayerSpec.EngineGraph(
          name,
          from.get(0),
          spec.width(),
          spec.outputs(),
          spec.engine(),
          spec.bytes(),
          spec.results());
    }
    throw new IllegalArgumentException("layer " + layer + " is made by no import");
  }
}
