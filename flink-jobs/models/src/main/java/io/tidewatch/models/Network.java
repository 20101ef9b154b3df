package io.tidewatch.models;

import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.LstmStep;
import io.tidewatch.models.kernel.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Layers as kernels with their working memory, for up to {@link Kernels#BLOCK} customers at once.
 *
 * <pre>
 * sources STEPS, ITEMS  -> layers -> LSTM      once per step, {@link #step}
 * h, FEATURES, RECENT   -> layers -> outputs   once per score, {@link #evaluate}
 * </pre>
 *
 * <p>A network without an LSTM is evaluated only. A row depends on the same row of sources and
 * state alone: results are the same bits for every batch, its composition and the variant of the
 * kernels.
 *
 * <p>Allocates nothing after construction. Holds scratch: one instance per thread. Takes only what
 * gate SHAPES lets through.
 */
public final class Network {
  private final Map<String, Rows> blocks = new HashMap<>();
  private final List<Node> perStep = new ArrayList<>();
  private final List<Node> perScore = new ArrayList<>();
  private final String source;
  private final Rows last;
  private LstmStep lstm;
  private Rows lstmInput;
  private Rows h;
  private Rows c;

  Network(List<LayerSpec> layers, Map<String, Integer> sources, Tensors tensors) {
    this(layers, sources, tensors, Kernels.best());
  }

  /**
   * @param layers layers in order
   * @param sources width of each source
   * @param tensors weights
   */
  Network(List<LayerSpec> layers, Map<String, Integer> sources, Tensors tensors, Kernels kernels) {
    sources.forEach((name, width) -> blocks.put(name, new Rows(Kernels.BLOCK, width)));
    source = layers.get(0).from().get(0);
    var nodes = new Nodes(kernels, blocks, tensors);
    boolean recurrent = layers.stream().anyMatch(LayerSpec.Lstm.class::isInstance);
    Set<String> stepwise = new HashSet<>();
    if (recurrent) {
      stepwise.addAll(Set.of(LayerSpec.STEPS, LayerSpec.ITEMS));
    }
    for (LayerSpec layer : layers) {
      var output = new Rows(Kernels.BLOCK, layer.outputs());
      if (layer instanceof LayerSpec.Lstm spec) {
        lstm = lstm(spec, tensors, kernels);
        lstmInput = blocks.get(spec.source());
        h = output;
        c = new Rows(Kernels.BLOCK, spec.units());
      } else {
        boolean ofStep = stepwise.containsAll(layer.from());
        (ofStep ? perStep : perScore).add(nodes.of(layer, output));
        if (ofStep) {
          stepwise.add(layer.name());
        }
      }
      blocks.put(layer.name(), output);
    }
    last = blocks.get(layers.get(layers.size() - 1).name());
  }

  /**
   * Compiles layers that need not come from a release.
   *
   * @param layers layers in order; the first one reads the source that batches are given to
   * @param sources width of each source
   * @param weights values of each tensor of {@link LayerSpec#tensors()}, rows first
   */
  public static Network compile(
      List<LayerSpec> layers,
      Map<String, Integer> sources,
      Map<String, float[]> weights,
      Kernels kernels) {
    var tensors = new TreeMap<String, Tensors.Tensor>();
    for (LayerSpec layer : layers) {
      layer
          .tensors()
          .forEach(
              (name, shape) -> tensors.put(name, new Tensors.Tensor(shape, weights.get(name))));
    }
    return new Network(layers, sources, new Tensors(tensors), kernels);
  }

  /**
   * Evaluates a network without an LSTM and with one source.
   *
   * @param x {@code [batch, width of the source]}
   * @param y receives the last layer's output, {@code [batch, its width]}
   */
  public void evaluate(float[] x, float[] y, int batch) {
    for (int from = 0; from < batch; from += Kernels.BLOCK) {
      int count = Math.min(Kernels.BLOCK, batch - from);
      putSource(x, from, count);
      evaluate(count);
      takeLast(y, from, count);
    }
  }

  /**
   * Takes recurrent states one step on.
   *
   * @param x {@code [batch, width of the source]}
   * @param states h, then c of each row, {@code [batch, 2 units]}; changed in place
   */
  public void step(float[] x, float[] states, int batch) {
    for (int from = 0; from < batch; from += Kernels.BLOCK) {
      int count = Math.min(Kernels.BLOCK, batch - from);
      putSource(x, from, count);
      gather(states, from, count);
      step(count);
      scatter(states, from, count);
    }
  }

  /**
   * Takes recurrent states one step on and evaluates the layers behind the LSTM, which read nothing
   * but it.
   *
   * @param x {@code [batch, width of the source]}
   * @param states h, then c of each row, {@code [batch, 2 units]}; changed in place
   * @param y receives the last layer's output, {@code [batch, its width]}
   */
  public void stepAndEvaluate(float[] x, float[] states, float[] y, int batch) {
    for (int from = 0; from < batch; from += Kernels.BLOCK) {
      int count = Math.min(Kernels.BLOCK, batch - from);
      putSource(x, from, count);
      gather(states, from, count);
      step(count);
      scatter(states, from, count);
      evaluate(count);
      takeLast(y, from, count);
    }
  }

  /** Returns the block of a source, to be filled, or of a layer, to be read; not a copy. */
  Rows block(String name) {
    return blocks.get(name);
  }

  /** Returns whether there is an LSTM, and so a recurrent state. */
  boolean isRecurrent() {
    return lstm != null;
  }

  /** Returns the length of the recurrent state: h, then c; 0 without an LSTM. */
  int stateSize() {
    return lstm == null ? 0 : 2 * lstm.units();
  }

  /** Brings a recurrent state to a row. */
  void gather(int row, float[] state) {
    h.put(row, state, 0);
    c.put(row, state, lstm.units());
  }

  /** Copies a row's recurrent state back. */
  void scatter(int row, float[] state) {
    h.take(row, state, 0);
    c.take(row, state, lstm.units());
  }

  /** Takes the first rows' states one step on, with the inputs that stand in the source's block. */
  void step(int count) {
    for (int i = 0; i < perStep.size(); i++) {
      Node node = perStep.get(i);
      node.linear(count);
      node.activate(count);
    }
    lstm.step(lstmInput, h, c, count);
  }

  /** Computes all layers behind the LSTM for the first rows, with what stands in the sources. */
  void evaluate(int count) {
    evaluateToLogits(count);
    perScore.get(perScore.size() - 1).activate(count);
  }

  /** Computes all layers behind the LSTM but for the activation of the last one. */
  void evaluateToLogits(int count) {
    int last = perScore.size() - 1;
    for (int i = 0; i <= last; i++) {
      Node node = perScore.get(i);
      node.linear(count);
      if (i < last) {
        node.activate(count);
      }
    }
  }

  private void putSource(float[] x, int from, int count) {
    Rows block = blocks.get(source);
    for (int row = 0; row < count; row++) {
      block.put(row, x, (from + row) * block.width());
    }
  }

  private void takeLast(float[] y, int from, int count) {
    for (int row = 0; row < count; row++) {
      last.take(row, y, (from + row) * last.width());
    }
  }

  private void gather(float[] states, int from, int count) {
    int units = lstm.units();
    for (int row = 0; row < count; row++) {
      int at = (from + row) * 2 * units;
      h.put(row, states, at);
      c.put(row, states, at + units);
    }
  }

  private void scatter(float[] states, int from, int count) {
    int units = lstm.units();
    for (int row = 0; row < count; row++) {
      int at = (from + row) * 2 * units;
      h.take(row, states, at);
      c.take(row, states, at + units);
    }
  }

  private static LstmStep lstm(LayerSpec.Lstm spec, Tensors tensors, Kernels kernels) {
    return kernels.lstmStep(
        tensors.values(spec.name() + "/W"),
        spec.inputs(),
        tensors.values(spec.name() + "/RW"),
        spec.units(),
        tensors.values(spec.name() + "/b"));
  }
}
