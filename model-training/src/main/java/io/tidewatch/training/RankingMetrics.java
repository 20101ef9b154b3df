package io.tidewatch.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How good ranked lists are, as means over baskets.
 *
 * @param recallAt20 share of a basket's distinct categories that are among the first 20 of the list
 * @param mrrAt20 one over the position of the first category of the basket in the list, 0 if it is
 *     not among the first 20
 */
public record RankingMetrics(double recallAt20, double mrrAt20) {
  /** How much of a list counts. */
  public static final int CUT = 20;

  /** Returns the metrics by the names that manifests and reports use. */
  public Map<String, Double> asMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("recallAt20", recallAt20);
    map.put("mrrAt20", mrrAt20);
    return map;
  }

  /** Sums lists up. One thread. */
  public static final class Collector {
    private double recall;
    private double reciprocal;
    private long baskets;

    /**
     * Adds one list.
     *
     * @param scores a score per category; the list is by falling score, equal scores by rising
     *     index
     * @param bought indices of the categories that were bought, not empty
     */
    public void add(float[] scores, Set<Integer> bought) {
      if (bought.isEmpty()) {
        throw new IllegalArgumentException("an empty basket cannot be ranked");
      }
      int hits = 0;
      int first = Integer.MAX_VALUE;
      for (int category : bought) {
        int rank = rank(scores, category);
        hits += rank <= CUT ? 1 : 0;
        first = Math.min(first, rank);
      }
      recall += hits / (double) bought.size();
      reciprocal += first <= CUT ? 1.0 / first : 0;
      baskets++;
    }

    private static int rank(float[] scores, int category) {
      int rank = 1;
      for (int i = 0; i < scores.length; i++) {
        if (scores[i] > scores[category] || (scores[i] == scores[category] && i < category)) {
          rank++;
        }
      }
      return rank;
    }

    /** Returns how many lists were added. */
    public long baskets() {
      return baskets;
    }

    /**
     * Returns the means so far.
     *
     * @throws IllegalStateException if no list was added
     */
    public RankingMetrics mean() {
      if (baskets == 0) {
        throw new IllegalStateException("no basket was ranked");
      }
      return new RankingMetrics(recall / baskets, reciprocal / baskets);
    }
  }
}
