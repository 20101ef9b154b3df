package io.tidewatch.training.sequences;

/**
 * Adds up HR@10 and NDCG@10. Items of the same score are taken to stand in random order, and the
 * figures are what is then expected: who scores everything alike is as good as chance. Not
 * thread-safe.
 */
final class RankingTally {
  private static final int DEPTH = 10;

  private int cases;
  private double hits;
  private double gains;

  /**
   * Adds a case.
   *
   * @param above items with a higher score than the one that came next
   * @param level other items with the same score
   */
  void add(int above, int level) {
    cases++;
    for (int rank = above; rank <= Math.min(above + level, DEPTH - 1); rank++) {
      hits += 1.0 / (level + 1);
      gains += Math.log(2) / Math.log(rank + 2) / (level + 1);
    }
  }

  /** Returns the means over at least one case. */
  RankingQuality quality() {
    return new RankingQuality(hits / cases, gains / cases);
  }
}
