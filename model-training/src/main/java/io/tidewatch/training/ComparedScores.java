package io.tidewatch.training;

import io.tidewatch.training.ModelComparison.Case;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How the churn scores of two releases relate, on the same cases.
 *
 * @param a scores of the first release, {@code [cases]}
 * @param b scores of the second release, {@code [cases]}
 * @param customers different customers among the cases
 * @param correlation Pearson's; NaN if one release gives one score only
 * @param rankCorrelation Spearman's, ties at their mean rank
 * @param meanDifference mean of b - a
 * @param meanAbsoluteDifference mean of |b - a|
 * @param maxAbsoluteDifference largest |b - a|
 * @param meanRankChange mean change of rank, as a share of the number of cases, 0 to 1
 * @param topTenthKept share of the tenth that a ranks highest which b ranks in its highest tenth
 * @param raiseAt score at which alerts are raised
 * @param aboveA share of cases at or above it by a
 * @param aboveB share of cases at or above it by b
 * @param crossing share of cases that are above by one and below by the other
 * @param customersCrossing share of customers with at least one such case
 * @param known cases whose outcome is known
 * @param metricsA quality of a where the outcome is known; empty if both outcomes do not occur
 * @param metricsB the same of b
 */
public record ComparedScores(
    double[] a,
    double[] b,
    int customers,
    double correlation,
    double rankCorrelation,
    double meanDifference,
    double meanAbsoluteDifference,
    double maxAbsoluteDifference,
    double meanRankChange,
    double topTenthKept,
    double raiseAt,
    double aboveA,
    double aboveB,
    double crossing,
    double customersCrossing,
    int known,
    Optional<BinaryMetrics> metricsA,
    Optional<BinaryMetrics> metricsB) {

  static ComparedScores of(List<Case> cases, double raiseAt) {
    int n = cases.size();
    double[] a = cases.stream().mapToDouble(Case::churnA).toArray();
    double[] b = cases.stream().mapToDouble(Case::churnB).toArray();
    double[] rankA = ranks(a);
    double[] rankB = ranks(b);
    double difference = 0;
    double absolute = 0;
    double largest = 0;
    double moved = 0;
    int aboveA = 0;
    int aboveB = 0;
    int crossing = 0;
    for (int i = 0; i < n; i++) {
      difference += b[i] - a[i];
      absolute += Math.abs(b[i] - a[i]);
      largest = Math.max(largest, Math.abs(b[i] - a[i]));
      moved += Math.abs(rankB[i] - rankA[i]);
      aboveA += a[i] >= raiseAt ? 1 : 0;
      aboveB += b[i] >= raiseAt ? 1 : 0;
      crossing += a[i] >= raiseAt != b[i] >= raiseAt ? 1 : 0;
    }
    long customers = cases.stream().map(Case::customerId).distinct().count();
    long customersCrossing =
        cases.stream()
            .filter(one -> one.churnA() >= raiseAt != one.churnB() >= raiseAt)
            .map(Case::customerId)
            .distinct()
            .count();
    List<Case> known = cases.stream().filter(one -> one.outcome() != null).toList();
    boolean both =
        known.stream().anyMatch(Case::outcome) && known.stream().anyMatch(one -> !one.outcome());
    return new ComparedScores(
        a,
        b,
        (int) customers,
        pearson(a, b),
        pearson(rankA, rankB),
        difference / n,
        absolute / n,
        largest,
        moved / n / n,
        topTenthKept(rankA, rankB),
        raiseAt,
        aboveA / (double) n,
        aboveB / (double) n,
        crossing / (double) n,
        customersCrossing / (double) customers,
        known.size(),
        both ? Optional.of(metrics(known, true)) : Optional.empty(),
        both ? Optional.of(metrics(known, false)) : Optional.empty());
  }

  private static BinaryMetrics metrics(List<Case> known, boolean first) {
    boolean[] labels = new boolean[known.size()];
    double[] scores = new double[known.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = known.get(i).outcome();
      scores[i] = first ? known.get(i).churnA() : known.get(i).churnB();
    }
    return BinaryMetrics.of(scores, labels);
  }

  /** Ranks from 0, lowest first; equal values share the mean of their ranks. */
  private static double[] ranks(double[] values) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from + 1;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }

  private static double pearson(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static double topTenthKept(double[] rankA, double[] rankB) {
    double border = rankA.length * 0.9 - 0.5;
    int top = 0;
    int kept = 0;
    for (int i = 0; i < rankA.length; i++) {
      if (rankA[i] >= border) {
        top++;
        kept += rankB[i] >= border ? 1 : 0;
      }
    }
    return top == 0 ? Double.NaN : kept / (double) top;
  }
}
