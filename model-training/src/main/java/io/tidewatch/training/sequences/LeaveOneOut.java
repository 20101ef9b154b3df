package io.tidewatch.training.sequences;

import io.tidewatch.training.Progress;
import java.util.Arrays;

/**
 * Ranks the item that each customer took next, once among 99 negatives and once among all items that
 * the customer has not had before (protocol of S3-Rec, Zhou et al. 2020).
 */
final class LeaveOneOut {
  private static final int BATCH = 256;

  private LeaveOneOut() {}

  /**
   * What was measured.
   *
   * @param sampled ranked among 99 negatives
   * @param allItems ranked among all items not had before
   */
  record Measured(RankingQuality sampled, RankingQuality allItems) {}

  /** Measures on the last item; everything before it is history. */
  static Measured test(SequenceData data, ItemScorer scorer, Progress progress) {
    return measure(data, scorer, 1, data.customers(), progress);
  }

  /** Measures on the item before the last one, of the first customers. */
  static RankingQuality validate(SequenceData data, ItemScorer scorer, int customers) {
    return measure(data, scorer, 2, customers, Progress.none()).sampled();
  }

  private static Measured measure(
      SequenceData data, ItemScorer scorer, int left, int customers, Progress progress) {
    RankingTally sampled = new RankingTally();
    RankingTally all = new RankingTally();
    for (int from = 0; from < customers; from += BATCH) {
      progress.at(from / (double) customers, "ranking");
      int size = Math.min(BATCH, customers - from);
      int[][] histories = new int[size][];
      for (int i = 0; i < size; i++) {
        histories[i] = data.first(from + i, left);
      }
      float[][] scores = scorer.score(histories);
      for (int i = 0; i < size; i++) {
        int next = data.sequences()[from + i][histories[i].length];
        requireNumbers(scores[i], from + i);
        rank(scores[i], next, data.negatives()[from + i], sampled);
        rankAmongAll(scores[i], next, histories[i], all);
      }
    }
    return new Measured(sampled.quality(), all.quality());
  }

  private static void requireNumbers(float[] scores, int customer) {
    for (int item = 1; item < scores.length; item++) {
      if (!Float.isFinite(scores[item])) {
        throw new IllegalStateException(
            "customer %d: the score of item %d is %s; the training has diverged, lower its rate"
                .formatted(customer, item, scores[item]));
      }
    }
  }

  private static void rank(float[] scores, int next, int[] others, RankingTally tally) {
    int above = 0;
    int level = 0;
    for (int other : others) {
      if (scores[other] > scores[next]) {
        above++;
      } else if (scores[other] == scores[next]) {
        level++;
      }
    }
    tally.add(above, level);
  }

  private static void rankAmongAll(float[] scores, int next, int[] history, RankingTally tally) {
    float score = scores[next];
    float[] others = scores.clone();
    others[0] = Float.NaN;
    others[next] = Float.NaN;
    Arrays.stream(history).forEach(item -> others[item] = Float.NaN);
    int above = 0;
    int level = 0;
    for (float other : others) {
      above += other > score ? 1 : 0;
      level += other == score ? 1 : 0;
    }
    tally.add(above, level);
  }
}
