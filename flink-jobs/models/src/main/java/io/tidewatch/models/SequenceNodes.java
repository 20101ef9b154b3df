package io.tidewatch.models;

import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.Matrix;
import io.tidewatch.models.kernel.Rows;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the nodes of layers over whole sequences, and knows which blocks hold sequences.
 *
 * <pre>
 * row of a block   | step 0: width values | step 1 | ... | step n - 1 |     width * steps floats
 * length of a row  the steps that count; behind them an embedding and a convolution leave zeros
 * </pre>
 *
 * <p>A sequence begins at an embedding, which finds its length. Any other block is a sequence of
 * full length to whoever reads it as one.
 */
final class SequenceNodes {
  private final Kernels kernels;
  private final Map<String, Rows> blocks;
  private final Tensors tensors;
  private final Map<String, int[]> lengths = new HashMap<>();

  /** Takes what {@link Nodes} takes. */
  SequenceNodes(Kernels kernels, Map<String, Rows> blocks, Tensors tensors) {
    this.kernels = kernels;
    this.blocks = blocks;
    this.tensors = tensors;
  }

  Node embedding(LayerSpec.EmbeddingSequence spec, Rows output) {
    float[] table = tensors.values(spec.name() + "/W");
    var length = new int[output.capacity()];
    lengths.put(spec.name(), length);
    return new EmbeddingNode(blocks.get(spec.source()), table, spec.width(), output, length);
  }

  Node convolution(LayerSpec.Convolution1D spec, Rows output) {
    Rows[] inputs = spec.from().stream().map(blocks::get).toArray(Rows[]::new);
    int window = spec.kernel() * spec.width();
    Matrix weights = kernels.matrix(tensors.values(spec.name() + "/W"), 0, window, spec.filters());
    Rows bias = Rows.of(tensors.values(spec.name() + "/b"));
    var length = new int[output.capacity()];
    lengths.put(spec.name(), length);
    int[] inputLength = length(spec.from(), spec.steps());
    return new ConvolutionNode(kernels, spec, inputs, inputLength, weights, bias, output, length);
  }

  Node pooling(LayerSpec.GlobalPooling spec, Rows output) {
    int[] length = length(spec.from(), spec.steps());
    return new PoolingNode(blocks.get(spec.source()), length, spec.pooling(), output);
  }

  /** Lets the output of a layer that works element by element be as long as its inputs. */
  void passLength(LayerSpec layer) {
    layer.from().stream()
        .filter(lengths::containsKey)
        .findFirst()
        .ifPresent(from -> lengths.put(layer.name(), lengths.get(from)));
  }

  /** Returns the lengths of the first sequence that has some; full ones if none has. */
  private int[] length(List<String> from, int steps) {
    for (String name : from) {
      if (lengths.containsKey(name)) {
        return lengths.get(name);
      }
    }
    var full = new int[Kernels.BLOCK];
    Arrays.fill(full, steps);
    return full;
  }

  private record EmbeddingNode(Rows indices, float[] table, int width, Rows y, int[] length)
      implements Node {
    @Override
    public void linear(int count) {
      for (int row = 0; row < count; row++) {
        int at = y.at(row);
        int end = at + y.width();
        int steps = 0;
        while (steps < indices.width() && indices.get(row, steps) >= 0) {
          int index = (int) indices.get(row, steps);
          System.arraycopy(table, index * width, y.values(), at, width);
          at += width;
          steps++;
        }
        Arrays.fill(y.values(), at, end, 0f);
        length[row] = steps;
      }
    }
  }

  /**
   * Copies the windows of a sequence below each other and multiplies them with the weights as if
   * they were a batch, {@link Kernels#BLOCK} windows at once: the order of additions is that of
   * {@link Matrix}, whichever windows share a block.
   */
  private static final class ConvolutionNode implements Node {
    private final Kernels kernels;
    private final LayerSpec.Convolution1D spec;
    private final Rows[] inputs;
    private final int[] inputLength;
    private final Matrix weights;
    private final Rows bias;
    private final Rows y;
    private final int[] length;
    private final int paddingBefore;
    private final Rows windows;
    private final Rows outputs;

    ConvolutionNode(
        Kernels kernels,
        LayerSpec.Convolution1D spec,
        Rows[] inputs,
        int[] inputLength,
        Matrix weights,
        Rows bias,
        Rows y,
        int[] length) {
      this.kernels = kernels;
      this.spec = spec;
      this.inputs = inputs;
      this.inputLength = inputLength;
      this.weights = weights;
      this.bias = bias;
      this.y = y;
      this.length = length;
      paddingBefore = spec.paddingBefore();
      windows = new Rows(Kernels.BLOCK, spec.kernel() * spec.width());
      outputs = new Rows(Kernels.BLOCK, spec.filters());
    }

    @Override
    public void linear(int count) {
      for (int row = 0; row < count; row++) {
        int steps = outputLength(inputLength[row]);
        length[row] = steps;
        int at = y.at(row);
        for (int from = 0; from < steps; from += Kernels.BLOCK) {
          int some = Math.min(Kernels.BLOCK, steps - from);
          for (int i = 0; i < some; i++) {
            putWindow(row, (from + i) * spec.stride() - paddingBefore, i);
          }
          weights.product(windows, bias, outputs, some);
          Nodes.apply(kernels, spec.activation(), outputs, some);
          for (int i = 0; i < some; i++) {
            outputs.take(i, y.values(), at + (from + i) * spec.filters());
          }
        }
        Arrays.fill(y.values(), at + steps * spec.filters(), at + y.width(), 0f);
      }
    }

    /**
     * As DL4J reduces masks: step for step, or else a window counts if one of its steps does, for
     * which DL4J takes causal windows for those of mode Same.
     */
    private int outputLength(int steps) {
      boolean bySteps = spec.padding() == LayerSpec.Padding.TRUNCATE || spec.stride() == 1;
      int all = spec.outputSteps();
      int padding = Math.max(0, (all - 1) * spec.stride() + spec.kernel() - spec.steps());
      int reached = steps == 0 || bySteps ? steps : steps + padding / 2;
      return Math.min(all, (reached + spec.stride() - 1) / spec.stride());
    }

    private void putWindow(int row, int firstStep, int window) {
      float[] to = windows.values();
      int at = windows.at(window);
      for (int k = 0; k < spec.kernel(); k++) {
        int step = firstStep + k;
        if (step < 0 || step >= spec.steps()) {
          Arrays.fill(to, at, at + spec.width(), 0f);
          at += spec.width();
          continue;
        }
        for (int i = 0; i < inputs.length; i++) {
          Rows input = inputs[i];
          int width = input.width() / spec.steps();
          System.arraycopy(input.values(), input.at(row) + step * width, to, at, width);
          at += width;
        }
      }
    }
  }

  private record PoolingNode(Rows x, int[] length, LayerSpec.Pooling pooling, Rows y)
      implements Node {
    @Override
    public void linear(int count) {
      int width = y.width();
      for (int row = 0; row < count; row++) {
        int steps = length[row];
        if (steps == 0) {
          Arrays.fill(y.values(), y.at(row), y.at(row) + width, 0f);
          continue;
        }
        y.put(row, x.values(), x.at(row));
        for (int step = 1; step < steps; step++) {
          add(row, x.at(row) + step * width);
        }
        if (pooling == LayerSpec.Pooling.AVERAGE) {
          for (int j = 0; j < width; j++) {
            y.set(row, j, y.get(row, j) / steps);
          }
        }
      }
    }

    private void add(int row, int from) {
      float[] values = x.values();
      if (pooling == LayerSpec.Pooling.MAX) {
        for (int j = 0; j < y.width(); j++) {
          y.set(row, j, Math.max(y.get(row, j), values[from + j]));
        }
      } else {
        for (int j = 0; j < y.width(); j++) {
          y.set(row, j, y.get(row, j) + values[from + j]);
        }
      }
    }
  }
}
