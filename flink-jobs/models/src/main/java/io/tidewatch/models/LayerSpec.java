package io.tidewatch.models;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One layer of a network: its name, where its input comes from, its shape and its weights.
 *
 * <p>A network is an ordered list of layers. A layer reads the layers or sources named by {@link
 * #from()}, put side by side in that order. Sources are {@link #STEPS}, {@link #FEATURES}, {@link
 * #ITEMS}, {@link #RECENT}, {@link #TOKENS} and {@link #GRAMS}. Weights are tensors named {@code
 * layer/tensor}, rows first.
 *
 * <p>{@link EmbeddingSequence}, {@link Convolution1D} and {@link GlobalPooling} work on whole
 * sequences, such as texts: a row holds all steps, one after the other, up to a fixed number; the
 * sequence in it may be shorter.
 */
public sealed interface LayerSpec {
  /** Source: one step of the churn model, {@code [ChurnStep.WIDTH]}, as the fold keeps it. */
  String STEPS = "steps";

  /** Source: the feature vector, {@code [FeatureCatalogue.size()]}, as the catalogue gives it. */
  String FEATURES = "features";

  /** Source: one bought item, the index of its category in the vocabulary. */
  String ITEMS = "items";

  /**
   * Source: {@code [vocabulary]}, how often each category is among the last 16 items; the newest
   * item counts 1, the one before it {@code recentDecay}, then {@code recentDecay^2} and so on.
   */
  String RECENT = "recent";

  /** Source: {@code [tokens]}, indices of a text's words in the vocabulary; then -1. */
  String TOKENS = "tokens";

  /** Source: {@code [grams]}, hashes of a text's n-grams; then -1. See {@link TextInputs}. */
  String GRAMS = "grams";

  /** Returns the name, unique in the network, not the name of a source. */
  String name();

  /** Returns the names of the layers or sources that are its input, side by side. */
  List<String> from();

  /** Returns the width of the input, 1 for an embedding's index. */
  int inputs();

  /** Returns the width of the output. */
  int outputs();

  /** Returns the function applied to the output; none, unless the layer has one. */
  default Activation activation() {
    return Activation.IDENTITY;
  }

  /**
   * Returns the shape of each tensor by its full name, {@code layer/tensor}; none, unless it
   * learns.
   */
  default Map<String, List<Integer>> tensors() {
    return Map.of();
  }

  /**
   * Returns how many multiply-adds the layer takes for one row, activations not counted: as many as
   * it has weights, unless it uses them otherwise than once each.
   */
  default long multiplyAdds() {
    return tensors().values().stream().mapToLong(Tensors::count).sum();
  }

  /**
   * {@code (x - mean) * scale}, element by element, cut to {@code [-clip, clip]}.
   *
   * <p>Tensors: {@code mean [width]}, {@code scale [width]} (one over the standard deviation).
   *
   * @param clip largest magnitude that passes, 0 for any
   */
  record Standardise(String name, String source, int width, float clip) implements LayerSpec {
    @Override
    public List<String> from() {
      return List.of(source);
    }

    @Override
    public int inputs() {
      return width;
    }

    @Override
    public int outputs() {
      return width;
    }

    @Override
    public Map<String, List<Integer>> tensors() {
      return sorted(Map.of(name + "/mean", List.of(width), name + "/scale", List.of(width)));
    }
  }

  /**
   * The row of a table that an index names. Tensors: {@code W [rows, width]}.
   *
   * @param rows size of the vocabulary
   */
  record Embedding(String name, String source, int rows, int width) implements LayerSpec {
    @Override
    public List<String> from() {
      return List.of(source);
    }

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int outputs() {
      return width;
    }

    @Override
    public Map<String, List<Integer>> tensors() {
      return Map.of(name + "/W", List.of(rows, width));
    }

    @Override
    public long multiplyAdds() {
      return 0; // copies a row
    }
  }

  /**
   * Long short-term memory without peepholes (Hochreiter and Schmidhuber 1997, with the forget gate
   * of Gers et al. 2000): tanh for candidate and output, sigmoid for the gates.
   *
   * <p>Tensors: {@code W [inputs, 4 units]}, {@code RW [units, 4 units]}, {@code b [4 units]};
   * column blocks in DL4J's order: candidate, forget gate, output gate, input gate.
   */
  record Lstm(String name, String source, int inputs, int units) implements LayerSpec {
    @Override
    public List<String> from() {
      return List.of(source);
    }

    @Override
    public int outputs() {
      return units;
    }

    @Override
    public Activation activation() {
      return Activation.TANH;
    }

    @Override
    public Map<String, List<Integer>> tensors() {
      return sorted(
          Map.of(
              name + "/W", List.of(inputs, 4 * units),
              name + "/RW", List.of(units, 4 * units),
              name + "/b", List.of(4 * units)));
    }
  }

  /** {@code activation(x W + b)}. Tensors: {@code W [inputs, outputs]}, {@code b [outputs]}. */
  record Dense(String name, List<String> from, int inputs, int outputs, Activation activation)
      implements LayerSpec {
    /** Copies the list. */
    public Dense {
      from = List.copyOf(from);
    }

    @Override
    public Map<String, List<Integer>> tensors() {
      return sorted(Map.of(name + "/W", List.of(inputs, outputs), name + "/b", List.of(outputs)));
    }
  }

  /**
   * {@code x * W + b}, element by element (DL4J's ElementWiseMultiplicationLayer). Tensors: {@code
   * W [width]}, {@code b [width]}.
   */
  record Scale(String name, String source, int width) implements LayerSpec {
    @Override
    public List<String> from() {
      return List.of(source);
    }

    @Override
    public int inputs() {
      return width;
    }

    @Override
    public int outputs() {
      return width;
    }

    @Override
    public Map<String, List<Integer>> tensors() {
      return sorted(Map.of(name + "/W", List.of(width), name + "/b", List.of(width)));
    }
  }

  /**
   * {@code activation(a + b + ...)} over inputs of the same width (DL4J's ElementWiseVertex, Add).
   * No tensors.
   */
  record Sum(String name, List<String> from, int width, Activation activation)
      implements LayerSpec {
    /** Copies the list. */
    public Sum {
      from = List.copyOf(from);
    }

    @Override
    public int inputs() {
      return width;
    }

    @Override
    public int outputs() {
      return width;
    }

    @Override
    public long multiplyAdds() {
      return (from.size() - 1L) * width;
    }
  }

  /**
   * {@code function(x W + b)} with a function that no kernel computes, only a {@link LayerEngine}.
   * Tensors: {@code W [inputs, outputs]}, {@code b [outputs]}.
   *
   * @param function its name; what it means is the engine's matter
   */
  record EngineDense(String name, List<String> from, int inputs, int outputs, String function)
      implements LayerSpec {
    /** Copies the list. */
    public EngineDense {
      from = List.copyOf(from);
    }

    @Override
    public Map<String, List<Integer>> tensors() {
      return sorted(Map.of(name + "/W", List.of(inputs, outputs), name + "/b", List.of(outputs)));
    }
  }

  /**
   * A whole graph over the features that only a {@link GraphEngine} computes, in bundles.
   *
   * <p>Tensor: {@code graph [rows, 1024]}, its file byte for byte, each byte as a number from 0 to
   * 255, then zeros. What it costs nobody sees; a multiply-add is counted for each byte, some four
   * times what dense layers of this size take.
   *
   * @param width values of the source
   * @param outputs values of all results together
   * @param engine name of the engine
   * @param bytes length of the file
   * @param results names of the graph's outputs that stand side by side
   */
  record EngineGraph(
      String name,
      String source,
      int width,
      int outputs,
      String engine,
      int bytes,
      List<String> results)
      implements LayerSpec {
    private static final int ROW = 1_024;

    /** Copies the list. */
    public EngineGraph {
      results = List.copyOf(results);
    }

    @Override
    public List<String> from() {
      return List.of(source);
    }

    @Override
    public int inputs() {
      return width;
    }

    @Override
    public Map<String, List<Integer>> tensors() {
      return Map.of(name + "/graph", List.of((bytes + ROW - 1) / ROW, ROW));
    }

    /** Returns a file as the tensor holds it. */
    public static float[] tensor(byte[] file) {
      var values = new float[(file.length + ROW - 1) / ROW * ROW];
      for (int i = 0; i < file.length; i++) {
        values[i] = file[i] & 0xff;
      }
      return values;
    }

    /** Returns the file that a tensor holds. */
    byte[] file(float[] tensor) {
      var file = new byte[bytes];
      for (int i = 0; i < bytes; i++) {
        file[i] = (byte) (int) tensor[i];
      }
      return file;
    }
  }

  /** What an {@link ElementWise} layer computes; each is DL4J's vertex operation of that name. */
  enum Operation {
    /** a - b, of exactly two. */
    SUBTRACT,
    /** a b c ... */
    PRODUCT,
    /** (a + b + ...) / n. */
    AVERAGE,
    /** The largest. */
    MAX
  }

  /**
   * One operation over inputs of the same width, element by element (DL4J's ElementWiseVertex;
   * addition is {@link Sum}). No tensors.
   */
  record ElementWise(String name, List<String> from, Operation operation, int width)
      implements LayerSpec {
    /** Copies the list. */
    public ElementWise {
      from = List.copyOf(from);
    }

    @Override
    public int inputs() {
      return width;
    }

    @Override
    public int outputs() {
      return width;
    }

    @Override
    public long multiplyAdds() {
      return (from.size() - 1L) * width;
    }
  }

  /**
   * The values {@code [first, first + outputs)} of the inputs side by side (DL4J's SubsetVertex;
   * with all values a MergeVertex). No tensors.
   */
  record Subset(String name, List<String> from, int inputs, int first, int outputs)
      implements LayerSpec {
    /** Copies the list. */
    public Subset {
      from = List.copyOf(from);
    }
  }

  /**
   * The rows of a table that a sequence of indices names: {@code [steps]} to {@code [steps,
   * width]}, in one row of the network, step after step. The sequence ends before the first
   * negative index; behind its end stand zeros, and no layer counts them. Tensors: {@code W [rows,
   * width]}.
   *
   * @param steps most indices of a sequence
   * @param rows size of the vocabulary
   */
  record EmbeddingSequence(String name, String source, int steps, int rows, int width)
      implements LayerSpec {
    @Override
    public List<String> from() {
      return List.of(source);
    }

    @Override
    public int inputs() {
      return steps;
    }

    @Override
    public int outputs() {
      return steps * width;
    }

    @Override
    public Map<String, List<Integer>> tensors() {
      return Map.of(name + "/W", List.of(rows, width));
    }

    @Override
    public long multiplyAdds() {
      return 0; // copies a row
    }
  }

  /** Where the windows of a {@link Convolution1D} may lie; DL4J's modes of these names. */
  enum Padding {
    /** Inside the sequence; steps left over at the end are not read. */
    TRUNCATE,
    /** Around each stride-th step, half of what lacks on either side, the odd one behind. */
    SAME,
    /** At each stride-th step and before it. */
    CAUSAL
  }

  /**
   * Convolution over time: {@code activation(window W + b)} for each window of {@code kernel}
   * consecutive steps, {@code [steps, width]} to {@code [outputSteps, filters]}. Steps outside the
   * sequence are zeros; outputs behind the end of a shorter sequence are zeros too and do not
   * count. A softmax runs over the filters of each step.
   *
   * <p>Tensors: {@code W [kernel * width, filters]}, the oldest step of the window first; {@code b
   * [filters]}.
   *
   * @param from sequences of the same steps, side by side within each step
   * @param steps most steps of an input
   * @param width values of a step, of all inputs together
   * @param kernel steps of a window
   * @param stride steps from one window to the next
   */
  record Convolution1D(
      String name,
      List<String> from,
      int steps,
      int width,
      int kernel,
      int stride,
      Padding padding,
      int filters,
      Activation activation)
      implements LayerSpec {
    /** Copies the list. */
    public Convolution1D {
      from = List.copyOf(from);
    }

    /** Returns the most steps of the output; 0 or less if no window fits. */
    public int outputSteps() {
      return padding == Padding.TRUNCATE
          ? Math.floorDiv(steps - kernel, stride) + 1
          : (steps + stride - 1) / stride;
    }

    /** Returns how many zeros the first window reads before the sequence. */
    public int paddingBefore() {
      return switch (padding) {
        case TRUNCATE -> 0;
        case SAME -> Math.max(0, (outputSteps() - 1) * stride + kernel - steps) / 2;
        case CAUSAL -> kernel - 1;
      };
    }

    @Override
    public int inputs() {
      return steps * width;
    }

    @Override
    public int outputs() {
      return outputSteps() * filters;
    }

    @Override
    public long multiplyAdds() {
      return (long) outputSteps() * filters * (kernel * width + 1L);
    }

    @Override
    public Map<String, List<Integer>> tensors() {
      return sorted(
          Map.of(name + "/W", List.of(kernel * width, filters), name + "/b", List.of(filters)));
    }
  }

  /** What a {@link GlobalPooling} keeps of a sequence. */
  enum Pooling {
    /** The largest value. */
    MAX,
    /** The mean. */
    AVERAGE,
    /** The sum. */
    SUM
  }

  /**
   * A sequence reduced over its steps, as many as it has: {@code [steps, width]} to {@code
   * [width]}. A sequence without steps gives zeros. No tensors.
   *
   * @param steps most steps of the input
   */
  record GlobalPooling(String name, String source, int steps, int width, Pooling pooling)
      implements LayerSpec {
    @Override
    public List<String> from() {
      return List.of(source);
    }

    @Override
    public int inputs() {
      return steps * width;
    }

    @Override
    public int outputs() {
      return width;
    }

    @Override
    public long multiplyAdds() {
      return (long) steps * width;
    }
  }

  private static Map<String, List<Integer>> sorted(Map<String, List<Integer>> shapes) {
    return new TreeMap<>(shapes);
  }
}
