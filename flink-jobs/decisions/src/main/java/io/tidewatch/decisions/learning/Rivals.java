package io.tidewatch.decisions.learning;

import java.util.Arrays;

/**
 * The offers that may turn out to be worth more than one of them, as columns. They are filled up to
 * a whole number of blocks with offers that are worth nothing, so that loops need no special end.
 * One thread.
 */
final class Rivals {
  /** Offers in a block: as many as the longest vectors hold. */
  static final int BLOCK = 8;

  private static final double TOP = 5; // standard deviations; 3e-7 lies above

  /** Offers, those that fill up included: a multiple of {@link #BLOCK}. */
  int padded;

  double[] weights = {}; // minor units; 0 of those that fill up
  // Of those who are worth v at odds o against acceptance, slope log(o) + offset is the number of
  // standard deviations from what is likely.
  double[] slopes = {};
  double[] offsets = {};

  /** The narrowest belief's standard deviation, of the log-odds; infinity if there are none. */
  double narrowest;

  /** Hardly ever is one of them worth more, in minor units; 0 if there are none. */
  double highest;

  /** For the variants of {@link BelowAll}: products by place in a block. */
  final double[] products = new double[BLOCK];

  /**
   * Finds those of a slate that matter to one of its offers, instead of those before.
   *
   * @param least what the offer is worth at least, in minor units: who is hardly ever worth more is
   *     no rival
   */
  void find(Slate slate, int index, double least) {
    makeRoom(padded(slate.size));
    int size = 0;
    narrowest = Double.POSITIVE_INFINITY;
    highest = 0;
    for (int i = 0; i < slate.size; i++) {
      double top = slate.hardlyAbove(i, TOP);
      if (top > least && i != index) {
        weights[size] = slate.weights[i];
        slopes[size] = -slate.inverseSds[i];
        offsets[size] = -slate.means[i] * slate.inverseSds[i];
        size++;
        narrowest = Math.min(narrowest, slate.sds[i]);
        highest = Math.max(highest, top);
      }
    }
    padded = padded(size);
    Arrays.fill(weights, size, padded, 0);
    Arrays.fill(slopes, size, padded, -1); // log-odds without end, above all that is drawn
    Arrays.fill(offsets, size, padded, 0);
  }

  private void makeRoom(int most) {
    if (weights.length < most) {
      weights = new double[most];
      slopes = new double[most];
      offsets = new double[most];
    }
  }

  private static int padded(int size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** Returns the product of all {@link #products}, in the one order that all variants have. */
  double product() {
    return ((products[0] * products[1]) * (products[2] * products[3]))
        * ((products[4] * products[5]) * (products[6] * products[7]));
  }
}
