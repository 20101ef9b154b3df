package io.tidewatch.training;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The simplest churn model: who bought longest ago is likeliest gone. The probability is the churn
 * rate seen at that recency: rates of bins of equal size, made monotone (pool adjacent violators,
 * Barlow et al. 1972) and joined by straight lines. Immutable.
 */
public final class RecencyRanking {
  private static final int BINS = 20;
  // Keeps the ranking strict where neighbouring bins were pooled.
  private static final double TIE_BREAK = 1e-9;

  private final double[] recency;
  private final double[] rate;

  RecencyRanking(double[] recency, double[] rate) {
    this.recency = recency.clone();
    this.rate = rate.clone();
  }

  /**
   * Fits recencies, in any unit that grows with time, to what happened.
   *
   * @param labels what happened, same length, at least one
   */
  public static RecencyRanking fit(double[] recencies, boolean[] labels) {
    Integer[] order = new Integer[labels.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> recencies[i]));
    int bins = Math.min(BINS, labels.length);
    double[] at = new double[bins];
    double[] rate = new double[bins];
    double[] size = new double[bins];
    int pooled = 0;
    for (int bin = 0; bin < bins; bin++) {
      int from = (int) ((long) labels.length * bin / bins);
      int to = (int) ((long) labels.length * (bin + 1) / bins);
      for (int i = from; i < to; i++) {
        at[pooled] += recencies[order[i]];
        rate[pooled] += labels[order[i]] ? 1 : 0;
      }
      size[pooled] = to - from;
      at[pooled] /= size[pooled];
      rate[pooled] /= size[pooled];
      while (pooled > 0 && rate[pooled - 1] >= rate[pooled]) {
        double both = size[pooled - 1] + size[pooled];
        at[pooled - 1] = (at[pooled - 1] * size[pooled - 1] + at[pooled] * size[pooled]) / both;
        rate[pooled - 1] =
            (rate[pooled - 1] * size[pooled - 1] + rate[pooled] * size[pooled]) / both;
        size[pooled - 1] = both;
        at[pooled] = 0;
        rate[pooled] = 0;
        pooled--;
      }
      pooled++;
    }
    return new RecencyRanking(Arrays.copyOf(at, pooled), Arrays.copyOf(rate, pooled));
  }

  double[] recency() {
    return recency.clone();
  }

  double[] rate() {
    return rate.clone();
  }

  public double probability(double at) {
    int last = recency.length - 1;
    int next = 0;
    while (next <= last && recency[next] < at) {
      next++;
    }
    double p;
    if (next == 0) {
      p = rate[0];
    } else if (next > last) {
      p = rate[last];
    } else {
      double share = (at - recency[next - 1]) / (recency[next] - recency[next - 1]);
      p = rate[next - 1] + share * (rate[next] - rate[next - 1]);
    }
    return Math.max(0, Math.min(1, p + TIE_BREAK * at));
  }
}
