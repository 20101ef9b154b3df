package io.tidewatch.benchmarks.workload;

import java.util.SplittableRandom;

/**
 * Ranks drawn with probability proportional to 1/rank (Zipf's law with exponent 1), by
 * rejection-inversion (Hörmann and Derflinger 1996): exact, no table, less than 1.1 draws each.
 * Immutable.
 */
public final class Zipf {
  private final int ranks;
  private final double top;
  private final double bottom;
  private final double sureBelow;

  /**
   * Creates the distribution.
   *
   * @param ranks how many ranks there are, at least 1
   */
  public Zipf(int ranks) {
    if (ranks < 1) {
      throw new IllegalArgumentException("ranks=" + ranks + " must be at least 1");
    }
    this.ranks = ranks;
    this.top = Math.log(1.5) - 1;
    this.bottom = Math.log(ranks + 0.5);
    this.sureBelow = 2 - Math.exp(Math.log(2.5) - 0.5);
  }

  /** Draws a rank, 1 to the number of ranks. */
  public int rank(SplittableRandom random) {
    while (true) {
      double u = bottom + random.nextDouble() * (top - bottom);
      double x = Math.exp(u);
      int rank = (int) Math.max(1, Math.min(ranks, Math.round(x)));
      if (rank - x <= sureBelow || u >= Math.log(rank + 0.5) - 1.0 / rank) {
        return rank;
      }
    }
  }
}
