package io.tidewatch.training.sequences;

import io.tidewatch.training.Progress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

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
    int[] customers = spread(data, data.customers());
    for (int from = 0; from < customers.length; from += BATCH) {
      progress.at(from / (double) customers.length, "ranking");
      int[] batch = Arrays.copyOfRange(customers, from, Math.min(from + BATCH, customers.length));
      int[][] histories = histories(data, batch, 1);
      float[][] scores = scorer.score(histories);
      for (int i = 0; i < batch.length; i++) {
        int next = rank(data, batch[i], histories[i], scores[i], sampled);
        rankAmongAll(scores[i], next, histories[i], all);
      }
    }
    return new Measured(sampled.quality(), all.quality());
  }

  /** Measures on the item before the last one, of at most so many customers. */
  static RankingQuality validate(SequenceData data, ItemScorer scorer, int most) {
    RankingTally sampled = new RankingTally();
    int[] customers = spread(data, Math.min(most, data.customers()));
    for (int from = 0; from < customers.length; from += BATCH) {
      int[] batch = Arrays.copyOfRange(customers, from, Math.min(from + BATCH, customers.length));
      int[][] histories = histories(data, batch, 2);
      float[][] scores = scorer.score(histories);
      for (int i = 0; i < batch.length; i++) {
        rank(data, batch[i], histories[i], scores[i], sampled);
      }
    }
    return sampled.quality();
  }

  /** Returns so many customers from all over the data, those of short sequences first. */
  private static int[] spread(SequenceData data, int count) {
    return IntStream.range(0, count)
        .map(i -> (int) ((long) i * data.customers() / count))
        .boxed()
        .sorted(Comparator.comparingInt(customer -> data.sequences()[customer].length))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int[][] histories(SequenceData data, int[] customers, int left) {
    return Arrays.stream(customers)
        .mapToObj(customer -> data.first(customer, left))
        .toArray(int[][]::new);
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
