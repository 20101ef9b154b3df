package io.tidewatch.training.imports.onnx;

import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Task;
import io.tidewatch.training.engine.OnnxRuntimeEngine;
import io.tidewatch.training.imports.ImportedNetwork;
import io.tidewatch.training.imports.NamedOutputs;
import io.tidewatch.training.imports.RefusedImportException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A graph that ONNX Runtime computes as it is, where an operator has no kernel. */
final class OnnxEngineNetwork {
  private static final String GRAPH = "graph";

  private OnnxEngineNetwork() {}

  /**
   * Returns one layer for the graph, and one for each of its outputs that picks its column.
   *
   * @param outputs for each output of the network the name of the graph's output
   * @throws RefusedImportException if the graph reads something else than the features, or does not
   *     say how wide its outputs are
   */
  static OnnxNetwork of(byte[] file, OnnxGraph graph, Map<String, String> outputs) {
    List<String> inputs = graph.inputs().stream().map(OnnxGraph.Port::name).toList();
    if (!inputs.equals(List.of(LayerSpec.FEATURES))) {
      throw new RefusedImportException(
          "a graph that ONNX Runtime computes must read 'features' alone, but reads "
              + RefusedImportException.printable(inputs.toString()));
    }
    Map<String, Integer> widths = new LinkedHashMap<>();
    outputs.forEach(
        (output, name) -> widths.put(name, width(graph, name, output.equals(Task.Churn.CHURN))));
    int all = widths.values().stream().mapToInt(Integer::intValue).sum();
    List<LayerSpec> layers = new ArrayList<>();
    layers.add(
        new LayerSpec.EngineGraph(
            GRAPH,
            LayerSpec.FEATURES,
            FeatureCatalogue.size(),
            all,
            OnnxRuntimeEngine.NAME,
            file.length,
            List.copyOf(widths.keySet())));
    var tensors = new TreeMap<String, float[]>();
    tensors.put(GRAPH + "/graph", LayerSpec.EngineGraph.tensor(file));
    int column = 0;
    for (var output : outputs.entrySet()) {
      int width = widths.get(output.getValue());
      // Of two classes the second one is churn.
      String name = output.getKey() + ".column";
      layers.add(new LayerSpec.Subset(name, List.of(GRAPH), all, column + width - 1, 1));
      column += width;
    }
    var named = new NamedOutputs(layers, tensors);
    outputs.keySet().forEach(output -> named.add(output, List.of(output + ".column")));
    ImportedNetwork network = named.network();
    return new OnnxNetwork(
        network, outputs, "", "", graph.outputs().stream().map(OnnxGraph.Port::name).toList());
  }

  private static int width(OnnxGraph graph, String output, boolean churn) {
    List<Long> dims =
        graph.outputs().stream()
            .filter(port -> port.name().equals(output))
            .findFirst()
            .orElseThrow()
            .dims();
    long width = dims.size() == 1 ? 1 : dims.size() == 2 ? dims.get(1) : -1;
    if (width != 1 && !(width == 2 && churn)) {
      throw new RefusedImportException(
          "output '%s' has shape %s; must be [N, 1], or [N, 2] with churn as the second class"
              .formatted(RefusedImportException.printable(output), dims));
    }
    return (int) width;
  }
}
