package io.tidewatch.training.imports;

import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives the outputs of exported layers the names that a churn release has. One thread. */
public final class NamedOutputs {
  private final List<LayerSpec> layers;
  private final SortedMap<String, float[]> tensors;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final List<String> outputs = new ArrayList<>();

  /**
   * @param layers layers in the order of computation
   * @param tensors values of each layer's tensors by name
   */
  public NamedOutputs(List<LayerSpec> layers, SortedMap<String, float[]> tensors) {
    this.layers = new ArrayList<>(layers);
    this.tensors = tensors;
  }

  /**
   * Adds an output: one number or, if it is churn, two classes of which the second counts.
   *
   * @param from layers that hold it, side by side
   */
  public void add(String output, List<String> from) {
    LayerSpec layer =
        layers.stream()
            .filter(candidate -> candidate.name().equals(from.get(0)))
            .findFirst()
            .orElse(null);
    int width = layer == null || from.size() != 1 ? 0 : layer.outputs();
    boolean classes = width == 2 && output.equals(Task.Churn.CHURN);
    if (width != 1 && !classes) {
      throw new RefusedImportException(
          "output '%s' is held by %s and has %d values; must be one layer of 1%s"
              .formatted(output, from, width, output.equals(Task.Churn.CHURN) ? " or 2" : ""));
    }
    if (names.containsKey(from.get(0))) {
      throw new RefusedImportException(
          "outputs '%s' and '%s' are one layer; give each its own"
              .formatted(names.get(from.get(0)), output));
    }
    if (classes) {
      String picked = output + ".second";
      layers.add(new LayerSpec.Subset(picked, from, 2, 1, 1));
      names.put(picked, output);
    } else {
      names.put(from.get(0), output);
    }
    outputs.add(output);
  }

  /** Returns the network without the layers that no output needs. */
  public ImportedNetwork network() {
    Set<String> needed = new HashSet<>(names.keySet());
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (needed.contains(layers.get(i).name())) {
        needed.addAll(layers.get(i).from());
      }
    }
    // A layer that has the name of an output, but is none, makes room.
    for (LayerSpec layer : layers) {
      if (outputs.contains(layer.name()) && !names.containsKey(layer.name())) {
        names.put(layer.name(), layer.name() + ".layer");
      }
    }
    var kept = new ArrayList<LayerSpec>();
    var values = new TreeMap<String, float[]>();
    for (LayerSpec layer : layers) {
      if (needed.contains(layer.name())) {
        LayerSpec named = Renaming.of(layer, names);
        kept.add(named);
        for (String tensor : layer.tensors().keySet()) {
          values.put(named.name() + tensor.substring(layer.name().length()), tensors.get(tensor));
        }
      }
    }
    return new ImportedNetwork(List.copyOf(kept), values, List.copyOf(outputs));
  }
}
