package io.tidewatch.training.export;

import io.tidewatch.models.LayerSpec;
import java.util.List;
import java.util.SortedMap;

/**
 * A network as a release describes it.
 *
 * @param layers layers in the order of computation
 * @param tensors values of each layer's tensors by name, rows first, as {@link LayerSpec#tensors}
 *     shapes them
 * @param outputs for each output of the network the layers that hold it, side by side
 */
public record Dl4jExport(
    List<LayerSpec> layers, SortedMap<String, float[]> tensors, List<List<String>> outputs) {}
