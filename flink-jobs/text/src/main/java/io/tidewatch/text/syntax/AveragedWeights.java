package io.tidewatch.text.syntax;

/**
 * Weights of features that are known by their hashes, learned by an averaged perceptron (Freund and
 * Schapire 1999; Collins 2002). Features whose hashes agree share a weight. Safe for any number of
 * readers once {@link #average} was called.
 */
final class AveragedWeights {
  private static final int BITS = 20;
  private static final int MASK = (1 << BITS) - 1;

  private final float[] weights = new float[1 << BITS];
  private float[] weighted = new float[1 << BITS]; // changes, times the step at which they came
  private int step = 1;

  /** Returns the sum of the weights of features. */
  double sum(int[] features) {
    double sum = 0;
    for (int feature : features) {
      sum += weights[feature & MASK];
    }
    return sum;
  }

  /** Changes the weights of features. */
  void add(int[] features, float change) {
    for (int feature : features) {
      weights[feature & MASK] += change;
      weighted[feature & MASK] += step * change;
    }
  }

  /** Says that one more example was seen. */
  void step() {
    step++;
  }

  /** Puts the means over all steps in the place of the weights; nothing is learned afterwards. */
  void average() {
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= weighted[i] / step;
    }
    weighted = null;
  }
}
