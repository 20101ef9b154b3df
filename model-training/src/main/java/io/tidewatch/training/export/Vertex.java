package io.tidewatch.training.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One vertex of a network, whichever class the network has.
 *
 * @param name its name
 * @param joint what joins its inputs; null if it is a layer
 * @param layer configuration of the layer; null if it is none
 * @param parameters parameters of the layer by DL4J's key
 * @param preprocessor what DL4J does with the input first; null if nothing
 * @param inputs names of the vertices or network inputs that it reads
 * @param readers how many vertices or network outputs read it
 */
record Vertex(
    String name,
    GraphVertex joint,
    org.deeplearning4j.nn.conf.layers.Layer layer,
    Map<String, INDArray> parameters,
    InputPreProcessor preprocessor,
    List<String> inputs,
    int readers) {
  /** Name of the only input of a MultiLayerNetwork. */
  static final String INPUT = "input";

  UnsupportedLayerException unsupported(String why) {
    Object kind = layer == null ? joint : layer;
    return new UnsupportedLayerException(name, kind.getClass().getSimpleName(), why);
  }

  static List<Vertex> of(MultiLayerNetwork network) {
    var vertices = new ArrayList<Vertex>();
    String previous = INPUT;
    for (int i = 0; i < network.getnLayers(); i++) {
      Layer layer = network.getLayer(i);
      var configuration = network.getLayerWiseConfigurations().getConf(i).getLayer();
      String given = configuration.getLayerName();
      String name = given == null ? "layer" + i : given;
      vertices.add(
          new Vertex(
              name,
              null,
              configuration,
              layer.paramTable(),
              network.getLayerWiseConfigurations().getInputPreProcess(i),
              List.of(previous),
              1));
      previous = name;
    }
    return vertices;
  }

  /** Returns the vertices so that inputs come first, otherwise as they were configured. */
  static List<Vertex> of(ComputationGraph network) {
    var configuration = network.getConfiguration();
    Map<String, Integer> readers = new HashMap<>();
    configuration
        .getVertexInputs()
        .values()
        .forEach(inputs -> inputs.forEach(input -> readers.merge(input, 1, Integer::sum)));
    configuration.getNetworkOutputs().forEach(output -> readers.merge(output, 1, Integer::sum));
    var done = new ArrayList<>(configuration.getNetworkInputs());
    var waiting = new LinkedHashMap<>(configuration.getVertices());
    var vertices = new ArrayList<Vertex>();
    while (!waiting.isEmpty()) {
      String name =
          waiting.keySet().stream()
              .filter(candidate -> done.containsAll(inputs(network, candidate)))
              .findFirst()
              .orElseThrow();
      vertices.add(of(network, name, waiting.remove(name), readers.getOrDefault(name, 0)));
      done.add(name);
    }
    return vertices;
  }

  private static Vertex of(ComputationGraph network, String name, GraphVertex vertex, int readers) {
    List<String> inputs = inputs(network, name);
    if (vertex instanceof LayerVertex layer) {
      return new Vertex(
          name,
          null,
          layer.getLayerConf().getLayer(),
          network.getLayer(name).paramTable(),
          layer.getPreProcessor(),
          inputs,
          readers);
    }
    return new Vertex(name, vertex, null, Map.of(), null, inputs, readers);
  }

  private static List<String> inputs(ComputationGraph network, String name) {
    return network.getConfiguration().getVertexInputs().getOrDefault(name, List.of());
  }
}
