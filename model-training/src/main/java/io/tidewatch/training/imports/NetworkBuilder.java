package io.tidewatch.training.imports;

import io.tidewatch.models.Activation;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Task;
import io.tidewatch.training.imports.Row.Affine;
import io.tidewatch.training.imports.Row.Layout;
import io.tidewatch.training.imports.Row.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Builds the layers of a release from the operations of an imported network. Scales, shifts and
 * activations go into the layer before where only they read it; on a source they become a
 * standardisation. Sums that are folded are made in double precision. Used once, by one thread.
 */
public final class NetworkBuilder {
  private static final int MAX_NAME = 56; // leaves room for what makes it unique

  private final Map<String, LayerSpec> layers = new LinkedHashMap<>();
  private final SortedMap<String, float[]> tensors = new TreeMap<>();
  private final Set<String> taken = new HashSet<>(Task.Churn.ALL_OUTPUTS);
  private final Set<String> sources = new HashSet<>();

  /** Returns a source of the network. */
  public Row source(String name, int width, Layout layout) {
    sources.add(name);
    taken.add(name);
    return Row.of(name, width, layout, name.equals(LayerSpec.STEPS));
  }

  /**
   * Returns {@code x W + b}.
   *
   * @param weights {@code [width of x, outputs]}
   * @param bias {@code [outputs]}
   */
  public Row dense(String hint, Row x, double[] weights, double[] bias) {
    Row in = done(x);
    String name = name(hint);
    layers.put(
        name, new LayerSpec.Dense(name, in.names(), in.width(), bias.length, Activation.IDENTITY));
    tensors.put(name + "/W", floats(weights));
    tensors.put(name + "/b", floats(bias));
    return Row.of(name, bias.length, in.layout(), in.ofSteps());
  }

  /** Returns {@code x scale + shift}, value by value. */
  public Row affine(Row x, double[] scale, double[] shift) {
    int width = x.width();
    var scales = new double[width];
    var shifts = new double[width];
    for (int i = 0; i < width; i++) {
      double scaleBefore = x.affine() == null ? 1 : x.affine().scale()[i];
      double shiftBefore = x.affine() == null ? 0 : x.affine().shift()[i];
      scales[i] = scaleBefore * scale[i];
      shifts[i] = shiftBefore * scale[i] + shift[i];
    }
    return x.with(new Affine(scales, shifts));
  }

  /** Returns {@code activation(x)}. */
  public Row activation(String hint, Row x, Activation activation) {
    Row in = done(x);
    if (activation == Activation.IDENTITY) {
      return in;
    }
    if (in.parts().size() == 1 && !in.shared()) {
      LayerSpec layer = layers.get(in.names().get(0));
      if (layer instanceof LayerSpec.Dense dense && dense.activation() == Activation.IDENTITY) {
        layers.put(
            dense.name(),
            new LayerSpec.Dense(
                dense.name(), dense.from(), dense.inputs(), dense.outputs(), activation));
        return in;
      }
      if (layer instanceof LayerSpec.Sum sum && sum.activation() == Activation.IDENTITY) {
        layers.put(sum.name(), new LayerSpec.Sum(sum.name(), sum.from(), sum.width(), activation));
        return in;
      }
    }
    Row one = single(hint, in);
    String name = name(hint);
    layers.put(name, new LayerSpec.Sum(name, one.names(), one.width(), activation));
    return Row.of(name, one.width(), one.layout(), one.ofSteps());
  }

  /** Returns the sum of values of the same width. */
  public Row sum(String hint, List<Row> rows) {
    List<Row> in = singles(hint, rows);
    String name = name(hint);
    int width = in.get(0).width();
    layers.put(name, new LayerSpec.Sum(name, names(in), width, Activation.IDENTITY));
    return Row.of(name, width, in.get(0).layout(), in.get(0).ofSteps());
  }

  /** Returns what an operation makes of values of the same width. */
  public Row combined(String hint, List<Row> rows, LayerSpec.Operation operation) {
    List<Row> in = singles(hint, rows);
    String name = name(hint);
    int width = in.get(0).width();
    layers.put(name, new LayerSpec.ElementWise(name, names(in), operation, width));
    return Row.of(name, width, in.get(0).layout(), in.get(0).ofSteps());
  }

  /** Returns values side by side. */
  public Row beside(List<Row> rows) {
    Row all = null;
    for (Row row : rows) {
      Row next = done(row);
      all = all == null ? next : all.beside(next);
    }
    return all;
  }

  /** Returns some of the values. */
  public Row subset(String hint, Row x, int first, int count) {
    Row in = done(x);
    if (first == 0 && count == in.width()) {
      return in;
    }
    int from = 0;
    for (Part part : in.parts()) {
      if (first >= from && first + count <= from + part.width()) {
        Row inside = in.with(List.of(part));
        return count == part.width() ? inside : cut(hint, inside, first - from, count);
      }
      from += part.width();
    }
    return cut(hint, in, first, count);
  }

  private Row cut(String hint, Row in, int first, int count) {
    String name = name(hint);
    layers.put(name, new LayerSpec.Subset(name, in.names(), in.width(), first, count));
    return Row.of(name, count, in.layout(), in.ofSteps());
  }

  /**
   * Returns the state h of an LSTM; tensors as {@link LayerSpec.Lstm} shapes them.
   *
   * @throws RefusedImportException if there is one already
   */
  public Row lstm(String hint, Row x, double[] w, double[] rw, double[] b) {
    if (layers.values().stream().anyMatch(LayerSpec.Lstm.class::isInstance)) {
      throw new RefusedImportException(
          "'" + hint + "' is a second LSTM; a customer has one recurrent state; use a wider one");
    }
    Row one = single(hint, done(x));
    String name = name(hint);
    int units = b.length / 4;
    layers.put(name, new LayerSpec.Lstm(name, one.names().get(0), one.width(), units));
    tensors.put(name + "/W", floats(w));
    tensors.put(name + "/RW", floats(rw));
    tensors.put(name + "/b", floats(b));
    return Row.of(name, units, one.layout(), false);
  }

  /**
   * Returns whether a value is the sigmoid of one number and of its opposite, as exporters put two
   * classes: then they sum to 1.
   */
  public boolean isComplementary(Row x) {
    boolean plain = x.affine() == null && x.parts().size() == 1 && x.width() == 2;
    if (!plain
        || !(layers.get(x.names().get(0)) instanceof LayerSpec.Dense dense)
        || dense.activation() != Activation.SIGMOID) {
      return false;
    }
    float[] weights = tensors.get(dense.name() + "/W");
    float[] bias = tensors.get(dense.name() + "/b");
    boolean opposite = bias[0] == -bias[1];
    for (int i = 0; i < weights.length; i += 2) {
      opposite &= weights[i] == -weights[i + 1];
    }
    return opposite;
  }

  /** Returns the same value for several readers: what is to be done with it is done once. */
  public Row shared(Row x) {
    return done(x).markShared();
  }

  /**
   * Ends the network.
   *
   * @param outputs values of one number each by name of the output, in order
   */
  public ImportedNetwork finish(Map<String, Row> outputs) {
    Map<String, String> holders = new LinkedHashMap<>();
    outputs.forEach(
        (output, value) -> {
          Row row = done(value);
          String layer = row.names().get(0);
          boolean plain = row.parts().size() == 1 && !sources.contains(layer);
          boolean free = plain && !holders.containsValue(layer);
          holders.put(output, free ? layer : cut(output, row, 0, 1).names().get(0));
        });
    var named = new NamedOutputs(List.copyOf(layers.values()), tensors);
    holders.forEach((output, layer) -> named.add(output, List.of(layer)));
    return named.network();
  }

  /** Does what is still to be done with a value. */
  private Row done(Row x) {
    if (x.affine() == null) {
      return x;
    }
    if (x.parts().size() == 1) {
      return x.with(List.of(affine(x.parts().get(0), x.affine(), 0, !x.shared())));
    }
    var parts = new ArrayList<Part>();
    int from = 0;
    for (Part part : x.parts()) {
      parts.add(affine(part, x.affine(), from, false));
      from += part.width();
    }
    return x.with(parts);
  }

  private Part affine(Part part, Affine affine, int from, boolean mayFold) {
    var scale = new double[part.width()];
    var shift = new double[part.width()];
    System.arraycopy(affine.scale(), from, scale, 0, scale.length);
    System.arraycopy(affine.shift(), from, shift, 0, shift.length);
    LayerSpec layer = layers.get(part.name());
    if (mayFold
        && layer instanceof LayerSpec.Dense dense
        && dense.activation() == Activation.IDENTITY) {
      fold(dense.name(), scale, shift);
      return part;
    }
    String name = name(part.name() + ".scaled");
    if (sources.contains(part.name()) && allNonZero(scale)) {
      var mean = new double[scale.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = -shift[i] / scale[i];
      }
      layers.put(name, new LayerSpec.Standardise(name, part.name(), part.width(), 0));
      tensors.put(name + "/mean", floats(mean));
      tensors.put(name + "/scale", floats(scale));
    } else {
      layers.put(name, new LayerSpec.Scale(name, part.name(), part.width()));
      tensors.put(name + "/W", floats(scale));
      tensors.put(name + "/b", floats(shift));
    }
    return new Part(name, part.width());
  }

  private void fold(String name, double[] scale, double[] shift) {
    float[] weights = tensors.get(name + "/W");
    float[] bias = tensors.get(name + "/b");
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (weights[i] * scale[i % scale.length]);
    }
    for (int j = 0; j < bias.length; j++) {
      bias[j] = (float) (bias[j] * scale[j] + shift[j]);
    }
  }

  private List<Row> singles(String hint, List<Row> rows) {
    return rows.stream().map(row -> single(hint, done(row))).toList();
  }

  private Row single(String hint, Row in) {
    return in.parts().size() == 1 ? in : cut(hint + ".in", in, 0, in.width());
  }

  private static List<String> names(List<Row> rows) {
    return rows.stream().map(row -> row.names().get(0)).toList();
  }

  private static boolean allNonZero(double[] values) {
    for (double value : values) {
      if (value == 0) {
        return false;
      }
    }
    return true;
  }

  private static float[] floats(double[] values) {
    var floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Makes a name that a release may have, and that no other layer has. */
  private String name(String hint) {
    String clean = hint.replaceAll("[^A-Za-z0-9._-]+", ".").replaceAll("^[._-]+|[._-]+$", "");
    if (clean.isEmpty()) {
      clean = "layer";
    }
    String stem = clean.substring(0, Math.min(MAX_NAME, clean.length()));
    String name = stem;
    for (int i = 2; !taken.add(name); i++) {
      name = stem + "-" + i;
    }
    return name;
  }
}
