package io.tidewatch.training.evaluation;

import java.util.Random;

/** Orders by chance, the same for the same seed. */
final class Shuffle {
  private Shuffle() {}

  static int[] identity(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    return order;
  }

  /** Shuffles (Fisher and Yates). */
  static void inPlace(int[] order, long seed) {
    Random random = new Random(seed);
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[other];
      order[other] = held;
    }
  }
}
