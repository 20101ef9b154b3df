package io.tidewatch.training.sequences;

import io.tidewatch.training.Progress;
import java.util.Arrays;

/**
 * Ranks the item that each customer took next, once among 99 negatives and once among all items
 * that the customer has not had before (protocol of S3-Rec, Zhou et al. 2020).
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
    RankingTally sampled = new RankingTally();
    RankingTally all = new RankingTally();
    for (int from = 0; from < data.customers(); from += BATCH) {
      progress.at(from / (double) data.customers(), "ranking");
      int[][] histories = histories(data, from, data.customers(), 1);
      float[][] scores = scorer.score(histories);
      for (int i = 0; i < histories.length; i++) {
        int next = rank(data, from + i, histories[i], scores[i], sampled);
        rankAmongAll(scores[i], next, histories[i], all);
      }
    }
    return new Measured(sampled.quality(), all.quality());
  }

  /** Measures on the item before the last one, of the first customers. */
  static RankingQuality validate(SequenceData data, ItemScorer scorer, int customers) {
    RankingTally sampled = new RankingTally();
    for (int from = 0; from < customers; from += BATCH) {
      int[][] histories = histories(data, from, customers, 2);
      float[][] scores = scorer.score(histories);
      for (int i = 0; i < histories.length; i++) {
        rank(data, from + i, histories[i], scores[i], sampled);
      }
    }
    return sampled.quality();
  }

  private static int[][] histories(SequenceData data, int from, int before, int left) {
    int[][] histories = new int[Math.min(BATCH, before - from)][];
    for (int i = 0; i < histories.length; i++) {
      histories[i] = data.first(from + i, left);
    }
    return histories;
  }

  /** Ranks the item behind a history among the negatives, and returns it. */
  private static int rank(
      SequenceData data, int customer, int[] history, float[] scores, RankingTally tally) {
    requireNumbers(scores, customer);
    int next = data.sequences()[customer][history.length];
    int above = 0;
    int level = 0;
    for (int other : data.negatives()[customer]) {
      above += scores[other] > scores[next] ? 1 : 0;
      level += scores[other] == scores[next] ? 1 : 0;
    }
    tally.add(above, level);
    return next;
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
