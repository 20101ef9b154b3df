package io.tidewatch.training.evaluation;

import java.util.Arrays;

/**
 * Rows to learn from with what is to be learned. Nobody writes to the arrays.
 *
 * @param rows inputs, all of the same width
 * @param offsets {@code [heads][rows]}: what is added to the sum of a head before its activation;
 *     under an exponential one, the logarithm of a factor
 * @param labels {@code [heads][rows]}
 */
record Examples(float[][] rows, float[][] offsets, float[][] labels) {

  /** Returns examples of a single head without an offset. */
  static Examples of(float[][] rows, float[] labels) {
    return new Examples(rows, new float[][] {new float[rows.length]}, new float[][] {labels});
  }

  int size() {
    return rows.length;
  }

  /** Returns those at some indices. */
  Examples at(int[] indices) {
    float[][] some = new float[indices.length][];
    for (int i = 0; i < indices.length; i++) {
      some[i] = rows[indices[i]];
    }
    return new Examples(some, at(offsets, indices), at(labels, indices));
  }

  private static float[][] at(float[][] values, int[] indices) {
    float[][] some = new float[values.length][indices.length];
    for (int head = 0; head < values.length; head++) {
      for (int i = 0; i < indices.length; i++) {
        some[head][i] = values[head][indices[i]];
      }
    }
    return some;
  }

  /** Returns the same with other rows. */
  Examples with(float[][] otherRows) {
    return new Examples(otherRows, offsets, labels);
  }

  double meanLabel(int head) {
    double sum = 0;
    for (float label : labels[head]) {
      sum += label;
    }
    return sum / size();
  }

  double meanFactor(int head) {
    double sum = 0;
    for (float offset : offsets[head]) {
      sum += Math.exp(offset);
    }
    return sum / size();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Examples o
        && Arrays.deepEquals(rows, o.rows)
        && Arrays.deepEquals(offsets, o.offsets)
        && Arrays.deepEquals(labels, o.labels);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(rows);
  }

  @Override
  public String toString() {
    return size() + " examples";
  }
}
