package io.tidewatch.training.uplift;

import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Whether the groups of an experiment are as large as their lots say, by Pearson's chi-squared
 * test. If they are not, customers were lost or moved between the groups, and no effect can be
 * trusted (Fabijan et al. 2019). Immutable.
 *
 * @param observed customers of each group
 * @param expected customers of each group that were to be expected
 * @param chiSquared the statistic
 * @param p probability of one as large by chance
 */
public record SampleRatio(List<Long> observed, List<Double> expected, double chiSquared, double p) {
  /** Below this, it is no chance. */
  public static final double THRESHOLD = 0.001;

  public SampleRatio {
    observed = List.copyOf(observed);
    expected = List.copyOf(expected);
  }

  /**
   * Tests.
   *
   * @param observed customers of each group, at least two groups
   * @param shares share of each group by lot, above 0, together 1
   * @throws IllegalArgumentException if there is no customer
   */
  public static SampleRatio test(List<Long> observed, List<Double> shares) {
    long all = observed.stream().mapToLong(Long::longValue).sum();
    if (all == 0) {
      throw new IllegalArgumentException("no customers in " + observed.size() + " groups");
    }
    List<Double> expected = shares.stream().map(share -> share * all).toList();
    double chiSquared = 0;
    for (int i = 0; i < observed.size(); i++) {
      double off = observed.get(i) - expected.get(i);
      chiSquared += off * off / expected.get(i);
    }
    double p =
        1 - new ChiSquaredDistribution(observed.size() - 1).cumulativeProbability(chiSquared);
    return new SampleRatio(observed, expected, chiSquared, p);
  }

  /** Returns whether the groups are not as large as chance allows. */
  public boolean mismatch() {
    return p < THRESHOLD;
  }
}
