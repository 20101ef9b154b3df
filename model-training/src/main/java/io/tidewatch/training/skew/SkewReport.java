package io.tidewatch.training.skew;

import java.util.Comparator;
import java.util.List;

/**
 * What a {@link SkewMeter} found.
 *
 * @param customers customers of the sample who have decisions in the log
 * @param decisions decisions that were compared
 * @param ambiguous decisions left out, because several events of the customer came at the very
 *     microsecond, and which of them the job had folded is not known
 * @param cutOff decisions left out, because a visitor was linked or the history does not reach back
 *     to the customer's first event
 * @param otherCatalogue decisions left out, because another catalogue of features gave them
 * @param features every feature of the catalogue, in its order
 */
public record SkewReport(
    int customers,
    long decisions,
    long ambiguous,
    long cutOff,
    long otherCatalogue,
    List<FeatureSkew> features) {

  /** Copies the list. */
  public SkewReport {
    features = List.copyOf(features);
  }

  /** Returns the features that are not as they should be, worst first. */
  public List<FeatureSkew> skewed() {
    return features.stream()
        .filter(feature -> feature.share() > 0)
        .sorted(
            Comparator.comparingDouble((FeatureSkew feature) -> -feature.share())
                .thenComparingDouble(feature -> -feature.maxRelativeError()))
        .toList();
  }

  /** Returns the largest share of wrong values of a feature, 0 to 1. */
  public double worstShare() {
    return features.stream().mapToDouble(FeatureSkew::share).max().orElse(0);
  }
}
