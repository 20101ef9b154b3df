package io.tidewatch.models;

import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Exact Shapley values over groups, from the value of each of the {@code 2^groups} subsets (Shapley
 * 1953; Lundberg and Lee 2017, eq. 4).
 */
final class ShapleyValues {
  /** Gives the value of each subset; bit g of the index says whether group g is present. */
  interface Subsets {
    float value(int subset);
  }

  private static final Comparator<Contribution> LARGEST_FIRST =
      Comparator.comparingDouble((Contribution part) -> -Math.abs(part.value()))
          .thenComparing(Contribution::group);

  private final List<String> groups;
  private final double[] weights;

  /**
   * @param groups names of the groups, in the order of their bits
   */
  ShapleyValues(List<String> groups) {
    this.groups = groups;
    weights = weights(groups.size());
  }

  /** Returns the reason groups of the features, and at last the sequence of steps if it counts. */
  static List<String> groups(boolean sequence) {
    var present = new TreeSet<>(FeatureCatalogue.features().stream().map(Feature::group).toList());
    var names = new ArrayList<String>();
    present.forEach(group -> names.add(group.name().toLowerCase(Locale.ROOT)));
    if (sequence) {
      names.add(Contribution.SEQUENCE);
    }
    return List.copyOf(names);
  }

  /** Returns for each feature which of the groups it belongs to. */
  static int[] groupOfFeature(List<String> groups) {
    return FeatureCatalogue.features().stream()
        .mapToInt(feature -> groups.indexOf(feature.group().name().toLowerCase(Locale.ROOT)))
        .toArray();
  }

  /** Returns what each group contributes to the churn probability. */
  Contributions of(Subsets subsets, float churnProbability) {
    var parts = new ArrayList<Contribution>(groups.size());
    for (int g = 0; g < groups.size(); g++) {
      parts.add(new Contribution(groups.get(g), (float) shapley(subsets, 1 << g)));
    }
    parts.sort(LARGEST_FIRST);
    return new Contributions(subsets.value(0), churnProbability, List.copyOf(parts));
  }

  private double shapley(Subsets subsets, int group) {
    double value = 0;
    for (int subset = 0; subset < 1 << groups.size(); subset++) {
      if ((subset & group) == 0) {
        double added = (double) subsets.value(subset | group) - subsets.value(subset);
        value += weights[Integer.bitCount(subset)] * added;
      }
    }
    return value;
  }

  /** Weight of a subset by its size s: {@code s! (n - s - 1)! / n!}. */
  private static double[] weights(int n) {
    var weights = new double[n];
    weights[0] = 1.0 / n;
    for (int s = 1; s < n; s++) {
      weights[s] = weights[s - 1] * s / (n - s);
    }
    return weights;
  }
}
