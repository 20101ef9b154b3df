package io.tidewatch.models;

import io.tidewatch.models.kernel.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The engines on the class path, and the nodes that call them. */
final class LayerEngines {
  private LayerEngines() {}

  static Optional<LayerEngine> serving(LayerSpec.EngineDense layer) {
    var engines = ServiceLoader.load(LayerEngine.class, LayerEngine.class.getClassLoader());
    return engines.stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.serves(layer.function()))
        .findFirst();
  }

  /** Returns what is computed by an engine, such as {@code "hidden (SWISH) by dl4j"}. */
  static List<String> describe(List<LayerSpec> layers) {
    return layers.stream()
        .filter(LayerSpec.EngineDense.class::isInstance)
        .map(LayerSpec.EngineDense.class::cast)
        .map(layer -> layer.name() + " (" + layer.function() + ") by " + require(layer).name())
        .toList();
  }

  private static LayerEngine require(LayerSpec.EngineDense layer) {
    return serving(layer).orElseThrow(() -> new IllegalArgumentException(lacking(layer)));
  }

  /** Says what is missing where no engine serves a layer. */
  static String lacking(LayerSpec.EngineDense layer) {
    return ("function %s has no kernel, and no engine on the class path serves it; put"
            + " model-training with DL4J on the class path, or train with one of %s")
        .formatted(layer.function(), Arrays.toString(Activation.values()));
  }

  /**
   * Returns the node of a layer.
   *
   * @param sums computes {@code x W + b}
   */
  static Node node(LayerSpec.EngineDense spec, Node sums, Rows output) {
    var values = new float[output.capacity() * output.width()];
    return new EngineNode(sums, require(spec), spec.function(), output, values);
  }

  private record EngineNode(Node sums, LayerEngine engine, String function, Rows y, float[] values)
      implements Node {
    @Override
    public void linear(int count) {
      sums.linear(count);
    }

    @Override
    public void activate(int count) {
      for (int row = 0; row < count; row++) {
        y.take(row, values, row * y.width());
      }
      engine.apply(function, values);
      for (int row = 0; row < count; row++) {
        y.put(row, values, row * y.width());
      }
    }
  }
}
