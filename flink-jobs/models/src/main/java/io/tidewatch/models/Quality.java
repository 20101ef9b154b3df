package io.tidewatch.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How good a release says it is, as far as releases are compared by it: a network's area under the
 * ROC curve and Brier score for churn, its recall at 20 for recommendations.
 *
 * @param evaluationData what it was measured on; see {@link Provenance#evaluationData}
 * @param metrics those metrics that the release has
 */
public record Quality(String evaluationData, SortedMap<String, Double> metrics) {
  private static final List<String> HIGHER_IS_BETTER = List.of("network.auc", "network.recallAt20");
  private static final List<String> LOWER_IS_BETTER = List.of("network.brier");

  /** Copies the map. */
  public Quality {
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
  }

  /** Takes what is compared out of a manifest. */
  public static Quality of(Manifest manifest) {
    var metrics = new TreeMap<String, Double>(manifest.metrics());
    metrics
        .keySet()
        .removeIf(name -> !HIGHER_IS_BETTER.contains(name) && !LOWER_IS_BETTER.contains(name));
    return new Quality(manifest.provenance().evaluationData(), metrics);
  }

  /**
   * Says why a comparison with another release would mean nothing.
   *
   * @return empty if they can be compared
   */
  public Optional<String> incomparableWith(Quality champion) {
    if (evaluationData.equals(Provenance.UNKNOWN)
        || champion.evaluationData.equals(Provenance.UNKNOWN)) {
      return Optional.of(
          "it is not known what %s was measured on"
              .formatted(evaluationData.equals(Provenance.UNKNOWN) ? "it" : "the champion"));
    }
    if (!evaluationData.equals(champion.evaluationData)) {
      return Optional.of(
          "it was measured on %s, the champion on %s"
              .formatted(shortened(evaluationData), shortened(champion.evaluationData)));
    }
    var common = new TreeMap<>(metrics);
    common.keySet().retainAll(champion.metrics.keySet());
    return common.isEmpty() ? Optional.of("they have no metric in common") : Optional.empty();
  }

  /**
   * Says in what it is worse than another release that it can be compared with.
   *
   * @param tolerance difference that does not count
   * @return empty if in nothing
   */
  public Optional<String> worseThan(Quality champion, double tolerance) {
    var worse = new ArrayList<String>();
    metrics.forEach(
        (name, value) -> {
          Double best = champion.metrics.get(name);
          double loss =
              best == null ? 0 : HIGHER_IS_BETTER.contains(name) ? best - value : value - best;
          if (loss > tolerance) {
            worse.add("%s %.4f, champion %.4f".formatted(name, value, best));
          }
        });
    return worse.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", worse));
  }

  private static String shortened(String digest) {
    return digest.length() <= 12 ? digest : digest.substring(0, 12);
  }
}
