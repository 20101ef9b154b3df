package io.tidewatch.models;

import io.tidewatch.models.kernel.Activations;
import io.tidewatch.models.kernel.LstmStep;
import io.tidewatch.models.kernel.Matrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layers of a release as kernels with their buffers: what is common to serving both networks.
 *
 * <pre>
 * sources STEPS, ITEMS  -> layers -> LSTM      once per step, {@link #step}
 * h, FEATURES, RECENT   -> layers -> outputs   once per score, {@link #evaluate}
 * </pre>
 *
 * <p>Allocates nothing after construction. Holds scratch: one instance per thread. Results depend
 * only on sources and state, never on earlier calls. Takes only what gate SHAPES lets through.
 */
final class Network {
  /** A layer that reads and writes buffers. */
  private interface Node {
    /** Computes the output before its activation. */
    void linear();

    /** Applies the activation. */
    default void activate() {}
  }

  private final Map<String, float[]> buffers = new HashMap<>();
  private final List<Node> perStep = new ArrayList<>();
  private final List<Node> perScore = new ArrayList<>();
  private LstmStep lstm;
  private float[] lstmInput;
  private float[] h;

  /**
   * @param layers layers in order
   * @param sources width of each source
   * @param tensors weights
   */
  Network(List<LayerSpec> layers, Map<String, Integer> sources, Tensors tensors) {
    sources.forEach((source, width) -> buffers.put(source, new float[width]));
    Set<String> stepwise = new HashSet<>(Set.of(LayerSpec.STEPS, LayerSpec.ITEMS));
    for (LayerSpec layer : layers) {
      if (layer instanceof LayerSpec.Lstm spec) {
        lstm = lstm(spec, tensors);
        lstmInput = buffers.get(spec.source());
        h = new float[spec.units()];
        buffers.put(spec.name(), h);
      } else {
        var output = new float[layer.outputs()];
        buffers.put(layer.name(), output);
        boolean ofStep = stepwise.containsAll(layer.from());
        (ofStep ? perStep : perScore).add(node(layer, output, tensors));
        if (ofStep) {
          stepwise.add(layer.name());
        }
      }
    }
  }

  /** Returns the buffer of a source, to be filled, or of a layer, to be read; not a copy. */
  float[] buffer(String name) {
    return buffers.get(name);
  }

  /** Returns the length of the recurrent state: h, then c. */
  int stateSize() {
    return 2 * lstm.units();
  }

  /** Takes the state one step on, with the input that stands in the source's buffer. */
  void step(float[] state) {
    for (int i = 0; i < perStep.size(); i++) {
      Node node = perStep.get(i);
      node.linear();
      node.activate();
    }
    lstm.step(lstmInput, state);
  }

  /** Computes all layers behind the LSTM, with the sources that stand in their buffers. */
  void evaluate(float[] state) {
    evaluateToLogits(state);
    perScore.get(perScore.size() - 1).activate();
  }

  /** Computes all layers behind the LSTM but for the activation of the last one. */
  void evaluateToLogits(float[] state) {
    System.arraycopy(state, 0, h, 0, h.length);
    int last = perScore.size() - 1;
    for (int i = 0; i <= last; i++) {
      Node node = perScore.get(i);
      node.linear();
      if (i < last) {
        node.activate();
      }
    }
  }

  private static LstmStep lstm(LayerSpec.Lstm spec, Tensors tensors) {
    int columns = 4 * spec.units();
    return new LstmStep(
        Matrix.of(tensors.values(spec.name() + "/W"), 0, spec.inputs(), columns),
        Matrix.of(tensors.values(spec.name() + "/RW"), 0, spec.units(), columns),
        tensors.values(spec.name() + "/b"));
  }

  private Node node(LayerSpec layer, float[] output, Tensors tensors) {
    if (layer instanceof LayerSpec.Standardise spec) {
      return new StandardiseNode(
          buffers.get(spec.source()),
          tensors.values(spec.name() + "/mean"),
          tensors.values(spec.name() + "/scale"),
          spec.clip() == 0 ? Float.MAX_VALUE : spec.clip(),
          output);
    }
    if (layer instanceof LayerSpec.Embedding spec) {
      float[] table = tensors.values(spec.name() + "/W");
      return new EmbeddingNode(
          buffers.get(spec.source()), Matrix.of(table, 0, spec.rows(), spec.width()), output);
    }
    if (layer instanceof LayerSpec.Scale spec) {
      return new ScaleNode(
          buffers.get(spec.source()),
          tensors.values(spec.name() + "/W"),
          tensors.values(spec.name() + "/b"),
          output);
    }
    if (layer instanceof LayerSpec.Sum spec) {
      return new SumNode(inputs(spec), spec.activation(), output);
    }
    if (layer instanceof LayerSpec.Dense spec) {
      float[] weights = tensors.values(spec.name() + "/W");
      float[][] inputs = inputs(spec);
      var blocks = new Matrix[inputs.length];
      int row = 0;
      for (int i = 0; i < inputs.length; i++) {
        blocks[i] = Matrix.of(weights, row, inputs[i].length, spec.outputs());
        row += inputs[i].length;
      }
      float[] bias = tensors.values(spec.name() + "/b").clone();
      return new DenseNode(inputs, blocks, bias, spec.activation(), output);
    }
    throw new IllegalArgumentException("no kernel for layer " + layer);
  }

  private float[][] inputs(LayerSpec layer) {
    return layer.from().stream().map(buffers::get).toArray(float[][]::new);
  }

  private record StandardiseNode(float[] x, float[] mean, float[] scale, float clip, float[] y)
      implements Node {
    @Override
    public void linear() {
      for (int j = 0; j < y.length; j++) {
        y[j] = Math.max(-clip, Math.min(clip, (x[j] - mean[j]) * scale[j]));
      }
    }
  }

  private record EmbeddingNode(float[] index, Matrix table, float[] y) implements Node {
    @Override
    public void linear() {
      table.copyRow((int) index[0], y);
    }
  }

  private record ScaleNode(float[] x, float[] weights, float[] bias, float[] y) implements Node {
    @Override
    public void linear() {
      for (int j = 0; j < y.length; j++) {
        y[j] = Math.fma(x[j], weights[j], bias[j]);
      }
    }
  }

  private record SumNode(float[][] inputs, Activation activation, float[] y) implements Node {
    @Override
    public void linear() {
      System.arraycopy(inputs[0], 0, y, 0, y.length);
      for (int i = 1; i < inputs.length; i++) {
        float[] x = inputs[i];
        for (int j = 0; j < y.length; j++) {
          y[j] += x[j];
        }
      }
    }

    @Override
    public void activate() {
      apply(activation, y);
    }
  }

  private record DenseNode(
      float[][] inputs, Matrix[] blocks, float[] bias, Activation activation, float[] y)
      implements Node {
    @Override
    public void linear() {
      System.arraycopy(bias, 0, y, 0, y.length);
      for (int i = 0; i < inputs.length; i++) {
        blocks[i].addProduct(inputs[i], y);
      }
    }

    @Override
    public void activate() {
      apply(activation, y);
    }
  }

  /** Applies an activation to a whole layer, in place. */
  static void apply(Activation activation, float[] y) {
    switch (activation) {
      case IDENTITY -> {}
      case TANH -> Activations.tanh(y, 0, y.length);
      case SIGMOID -> Activations.sigmoid(y, 0, y.length);
      case HARDSIGMOID -> Activations.hardSigmoid(y, 0, y.length);
      case RELU -> Activations.relu(y, 0, y.length);
      case LEAKYRELU -> Activations.leakyRelu(y, 0, y.length);
      case SOFTPLUS -> Activations.softplus(y, 0, y.length);
      case SOFTMAX -> Activations.softmax(y, 0, y.length);
    }
  }
}
