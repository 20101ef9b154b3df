package io.tidewatch.training.export;

import java.util.ArrayList;
import java.util.List;

/**
 * What a vertex of the network computes, in terms of exported layers.
 *
 * @param parts layers or sources, side by side
 * @param steps most steps if it is a whole sequence; 0 if it is one vector, or one of each step
 * @param readers how many read the vertex that computes the last part, or pass it on
 * @param shifted whether behind the end of a shorter sequence DL4J has other values than the zeros
 *     of a release: of no account to a pooling, but to a convolution
 */
record Value(List<Part> parts, int steps, int readers, boolean shifted) {
  /**
   * A layer or source.
   *
   * @param width its values; of each step if it is a sequence
   */
  record Part(String name, int width) {}

  static Value of(String name, int width, int steps, int readers) {
    return new Value(List.of(new Part(name, width)), steps, readers, false);
  }

  /** Returns the same, read by so many. */
  Value readBy(int count) {
    return new Value(parts, steps, Math.max(readers, count), shifted);
  }

  /** Returns the same, with another mark. */
  Value shifted(boolean mark) {
    return new Value(parts, steps, readers, mark);
  }

  int width() {
    return parts.stream().mapToInt(Part::width).sum();
  }

  List<String> names() {
    return parts.stream().map(Part::name).toList();
  }

  Value beside(Value other) {
    var all = new ArrayList<>(parts);
    all.addAll(other.parts);
    return new Value(List.copyOf(all), steps, readers, shifted || other.shifted);
  }
}
