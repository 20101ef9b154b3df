package io.tidewatch.models;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One layer of a network: its name, where its input comes from, its shape and its weights.
 *
 * <p>A network is an ordered list of layers. A layer reads the layers or sources named by {@link
 * #from()}, put side by side in that order. Sources are {@link #STEPS}, {@link #FEATURES}, {@link
 * #ITEMS} and {@link #RECENT}. Weights are tensors named {@code layer/tensor}, rows first.
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

  /** Returns the name, unique in the network, not the name of a source. */
  String name();

  /** Returns the names of the layers or sources that are its input, side by side. */
  List<String> from();

  /** Returns the width of the input, 1 for an embedding's index. */
  int inputs();

  /** Returns the width of the output. */
  int outputs();

  /** Returns the function applied to the output. */
  Activation activation();

  /** Returns the shape of each tensor by its full name, {@code layer/tensor}. */
  Map<String, List<Integer>> tensors();

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
    public Activation activation() {
      return Activation.IDENTITY;
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
    public Activation activation() {
      return Activation.IDENTITY;
    }

    @Override
    public Map<String, List<Integer>> tensors() {
      return Map.of(name + "/W", List.of(rows, width));
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
    public Activation activation() {
      return Activation.IDENTITY;
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
    public Map<String, List<Integer>> tensors() {
      return Map.of();
    }
  }

  private static Map<String, List<Integer>> sorted(Map<String, List<Integer>> shapes) {
    return new TreeMap<>(shapes);
  }
}
