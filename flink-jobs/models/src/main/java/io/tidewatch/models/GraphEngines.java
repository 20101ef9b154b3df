package io.tidewatch.models;

import io.tidewatch.models.kernel.Rows;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The graph engines on the class path, and the nodes that call them. */
final class GraphEngines {
  private GraphEngines() {}

  static Optional<GraphEngine> named(String name) {
    var engines = ServiceLoader.load(GraphEngine.class, GraphEngine.class.getClassLoader());
    return engines.stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.name().equals(name))
        .findFirst();
  }

  /** Returns what is computed by an engine, such as {@code "graph (12 kB) by onnxruntime"}. */
  static List<String> describe(List<LayerSpec> layers) {
    return layers.stream()
        .filter(LayerSpec.EngineGraph.class::isInstance)
        .map(LayerSpec.EngineGraph.class::cast)
        .map(
            layer ->
                "%s (graph of %d bytes) by %s"
                    .formatted(layer.name(), layer.bytes(), layer.engine()))
        .toList();
  }

  /** Says what is missing where no engine serves a layer. */
  static String lacking(LayerSpec.EngineGraph layer) {
    return ("engine %s is not on the class path; put model-training with ONNX Runtime there, or"
            + " import a model of operators that have kernels")
        .formatted(layer.engine());
  }

  static Node node(LayerSpec.EngineGraph spec, float[] graph, Rows input, Rows output) {
    GraphEngine engine =
        named(spec.engine()).orElseThrow(() -> new IllegalArgumentException(lacking(spec)));
    return new GraphNode(
        engine.open(spec.file(graph), spec.results()),
        input,
        output,
        new float[input.capacity() * input.width()],
        new float[output.capacity() * output.width()]);
  }

  /**
   * Runs the graph over a whole block whatever part of it is wanted: engines choose their order of
   * operations by how many rows there are.
   */
  private record GraphNode(GraphEngine.Graph graph, Rows input, Rows output, float[] x, float[] y)
      implements Node {
    @Override
    public void linear(int count) {
      for (int row = 0; row < count; row++) {
        input.take(row, x, row * input.width());
      }
      graph.compute(x, input.capacity(), y);
      for (int row = 0; row < count; row++) {
        output.put(row, y, row * output.width());
      }
    }
  }
}
