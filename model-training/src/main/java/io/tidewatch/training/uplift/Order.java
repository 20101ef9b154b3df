package io.tidewatch.training.uplift;

import java.util.SplittableRandom;

/** Orders by chance. */
final class Order {
  private Order() {}

  /** Returns 0 to {@code size - 1} in an order by chance. */
  static int[] byChance(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 1; i < size; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
