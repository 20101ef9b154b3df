package io.tidewatch.training.imports;

import java.util.ArrayList;
import java.util.List;

/**
 * What a value of an imported network holds for one customer, in terms of layers of a release.
 *
 * @param parts layers or sources, side by side
 * @param layout which extents the value has in the model file
 * @param ofSteps whether it changes per step, before the LSTM
 * @param affine what is still to be done with it; null if nothing
 * @param shared whether several read it, so that its layer must stay as it is
 */
public record Row(List<Part> parts, Layout layout, boolean ofSteps, Affine affine, boolean shared) {
  /** A layer or source and its width. */
  public record Part(String name, int width) {}

  /** {@code x scale + shift}, value by value. */
  public record Affine(double[] scale, double[] shift) {}

  /** Extents of a value; N customers, T steps. */
  public enum Layout {
    /** {@code [N, width]}. */
    ROWS("[N, width]"),
    /** {@code [N]}, width 1. */
    FLAT("[N]"),
    /** {@code [N, T, width]}. */
    BATCH_TIME("[N, T, width]"),
    /** {@code [T, N, width]}. */
    TIME_BATCH("[T, N, width]"),
    /** {@code [T, 1, N, width]}, all steps of an LSTM. */
    TIME_DIRECTION_BATCH("[T, 1, N, width]"),
    /** {@code [1, N, width]}, the last step of an LSTM. */
    DIRECTION_BATCH("[1, N, width]");

    private final String text;

    Layout(String text) {
      this.text = text;
    }

    /** Returns the number of extents. */
    public int rank() {
      return (int) text.chars().filter(c -> c == ',').count() + 1;
    }

    /** Returns which extent is T, or -1. */
    public int time() {
      return switch (this) {
        case BATCH_TIME -> 1;
        case TIME_BATCH, TIME_DIRECTION_BATCH -> 0;
        default -> -1;
      };
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Copies the list. */
  public Row {
    parts = List.copyOf(parts);
  }

  static Row of(String name, int width, Layout layout, boolean ofSteps) {
    return new Row(List.of(new Part(name, width)), layout, ofSteps, null, false);
  }

  /** Returns the values for one customer, at one step if there are several. */
  public int width() {
    return parts.stream().mapToInt(Part::width).sum();
  }

  List<String> names() {
    return parts.stream().map(Part::name).toList();
  }

  /** Returns the same values with other extents. */
  public Row as(Layout other) {
    return new Row(parts, other, ofSteps, affine, shared);
  }

  Row with(Affine other) {
    return new Row(parts, layout, ofSteps, other, shared);
  }

  Row with(List<Part> others) {
    return new Row(others, layout, ofSteps, null, shared);
  }

  Row markShared() {
    return new Row(parts, layout, ofSteps, affine, true);
  }

  Row beside(Row other) {
    var all = new ArrayList<>(parts);
    all.addAll(other.parts);
    return new Row(all, layout, ofSteps, null, shared || other.shared);
  }
}
