package io.tidewatch.models;

import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.Matrix;
import io.tidewatch.models.kernel.Rows;
import java.util.Map;

/** Makes the node of a layer: the one place that knows which kernel serves which layer. */
final class Nodes {
  private final Kernels kernels;
  private final Map<String, Rows> blocks;
  private final Tensors tensors;
  private final SequenceNodes sequences;

  /**
   * @param blocks output of each source and of each layer made so far, by name; grows while the
   *     network is built
   */
  Nodes(Kernels kernels, Map<String, Rows> blocks, Tensors tensors) {
    this.kernels = kernels;
    this.blocks = blocks;
    this.tensors = tensors;
    sequences = new SequenceNodes(kernels, blocks, tensors);
  }

  /** Returns the node that computes a layer, any but an LSTM, into its block. */
  Node of(LayerSpec layer, Rows output) {
    if (layer instanceof LayerSpec.Standardise spec) {
      float clip = spec.clip() == 0 ? Float.MAX_VALUE : spec.clip();
      return new StandardiseNode(
          input(layer), tensor(layer, "mean"), tensor(layer, "scale"), clip, output);
    }
    if (layer instanceof LayerSpec.Embedding) {
      return new EmbeddingNode(input(layer), tensor(layer, "W"), output);
    }
    if (layer instanceof LayerSpec.Scale) {
      return new ScaleNode(input(layer), tensor(layer, "W"), tensor(layer, "b"), output);
    }
    if (layer instanceof LayerSpec.Sum || layer instanceof LayerSpec.ElementWise) {
      sequences.passLength(layer);
    }
    if (layer instanceof LayerSpec.Sum spec) {
      return new SumNode(kernels, inputs(layer), spec.activation(), output);
    }
    if (layer instanceof LayerSpec.Dense spec) {
      return dense(spec, output);
    }
    if (layer instanceof LayerSpec.EngineDense spec) {
      var sums =
          new LayerSpec.Dense(
              spec.name(), spec.from(), spec.inputs(), spec.outputs(), Activation.IDENTITY);
      return LayerEngines.node(spec, dense(sums, output), output);
    }
    if (layer instanceof LayerSpec.EngineGraph spec) {
      return GraphEngines.node(spec, tensor(layer, "graph"), input(layer), output);
    }
    if (layer instanceof LayerSpec.ElementWise spec) {
      return ElementNodes.of(spec, inputs(layer), output);
    }
    if (layer instanceof LayerSpec.Subset spec) {
      return ElementNodes.of(spec, inputs(layer), output);
    }
    if (layer instanceof LayerSpec.EmbeddingSequence spec) {
      return sequences.embedding(spec, output);
    }
    if (layer instanceof LayerSpec.Convolution1D spec) {
      return sequences.convolution(spec, output);
    }
    if (layer instanceof LayerSpec.GlobalPooling spec) {
      return sequences.pooling(spec, output);
    }
    throw new IllegalArgumentException("no kernel for layer " + layer);
  }

  private Node dense(LayerSpec.Dense spec, Rows output) {
    Rows[] inputs = inputs(spec);
    var weights = new Matrix[inputs.length];
    int row = 0;
    for (int i = 0; i < inputs.length; i++) {
      weights[i] = kernels.matrix(tensor(spec, "W"), row, inputs[i].width(), spec.outputs());
      row += inputs[i].width();
    }
    Rows bias = Rows.of(tensor(spec, "b"));
    return new DenseNode(kernels, inputs, weights, bias, spec.activation(), output);
  }

  private float[] tensor(LayerSpec layer, String name) {
    return tensors.values(layer.name() + "/" + name);
  }

  private Rows input(LayerSpec layer) {
    return blocks.get(layer.from().get(0));
  }

  private Rows[] inputs(LayerSpec layer) {
    return layer.from().stream().map(blocks::get).toArray(Rows[]::new);
  }

  /** Applies an activation to the first rows of a block, in place. */
  static void apply(Kernels kernels, Activation activation, Rows y, int count) {
    switch (activation) {
      case IDENTITY -> {}
      case TANH -> kernels.tanh(y, count);
      case SIGMOID -> kernels.sigmoid(y, count);
      case HARDSIGMOID -> kernels.hardSigmoid(y, count);
      case RELU -> kernels.relu(y, count);
      case LEAKYRELU -> kernels.leakyRelu(y, count);
      case SOFTPLUS -> kernels.softplus(y, count);
      case SOFTMAX -> kernels.softmax(y, count);
    }
  }

  private record StandardiseNode(Rows x, float[] mean, float[] scale, float clip, Rows y)
      implements Node {
    @Override
    public void linear(int count) {
      for (int row = 0; row < count; row++) {
        for (int j = 0; j < mean.length; j++) {
          float value = (x.get(row, j) - mean[j]) * scale[j];
          y.set(row, j, Math.max(-clip, Math.min(clip, value)));
        }
      }
    }
  }

  private record EmbeddingNode(Rows index, float[] table, Rows y) implements Node {
    @Override
    public void linear(int count) {
      for (int row = 0; row < count; row++) {
        y.put(row, table, (int) index.get(row, 0) * y.width());
      }
    }
  }

  private record ScaleNode(Rows x, float[] weights, float[] bias, Rows y) implements Node {
    @Override
    public void linear(int count) {
      for (int row = 0; row < count; row++) {
        for (int j = 0; j < weights.length; j++) {
          y.set(row, j, Math.fma(x.get(row, j), weights[j], bias[j]));
        }
      }
    }
  }

  private record SumNode(Kernels kernels, Rows[] inputs, Activation activation, Rows y)
      implements Node {
    @Override
    public void linear(int count) {
      for (int row = 0; row < count; row++) {
        y.put(row, inputs[0].values(), inputs[0].at(row));
        for (int i = 1; i < inputs.length; i++) {
          for (int j = 0; j < y.width(); j++) {
            y.set(row, j, y.get(row, j) + inputs[i].get(row, j));
          }
        }
      }
    }

    @Override
    public void activate(int count) {
      apply(kernels, activation, y, count);
    }
  }

  private record DenseNode(
      Kernels kernels, Rows[] inputs, Matrix[] weights, Rows bias, Activation activation, Rows y)
      implements Node {
    @Override
    public void linear(int count) {
      weights[0].product(inputs[0], bias, y, count);
      for (int i = 1; i < inputs.length; i++) {
        weights[i].addProduct(inputs[i], y, count);
      }
    }

    @Override
    public void activate(int count) {
      apply(kernels, activation, y, count);
    }
  }
}
