package io.tidewatch.training.imports;

import io.tidewatch.models.LayerSpec;
import java.util.List;
import java.util.SortedMap;

/**
 * A network as a release describes it.
 *
 * @param layers layers in the order of computation
 * @param tensors values of each layer's tensors by name, rows first
 * @param outputs names of its outputs, which are layers of that name
 */
public record ImportedNetwork(
    List<LayerSpec> layers, SortedMap<String, float[]> tensors, List<String> outputs) {
  /** Returns the units of the LSTM, 0 if there is none. */
  public int units() {
    return layers.stream()
        .filter(LayerSpec.Lstm.class::isInstance)
        .mapToInt(LayerSpec::outputs)
        .sum();
  }
}
