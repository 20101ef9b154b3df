package io.tidewatch.models.monitor;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares scores and inputs of the live job with a release's reference, occasion by occasion.
 * Mutable, one thread.
 */
public final class DriftReport {
  /** Fewer cases give indices that are mostly noise. */
  public static final int ENOUGH = 200;

  private final Reference reference;
  private final Map<Occasion, ScoreHistogram> scores = new EnumMap<>(Occasion.class);
  private final Map<Occasion, FeatureCounts> features = new EnumMap<>(Occasion.class);
  private long notFinite;

  /** What was found at one occasion. */
  public record Found(
      Occasion occasion,
      long cases,
      double scorePsi,
      double meanScore,
      double expectedMeanScore,
      List<FeatureDrift> features) {

    /** Returns whether there are {@value DriftReport#ENOUGH} cases. */
    public boolean isEnough() {
      return cases >= ENOUGH;
    }
  }

  /** A feature that moved, and at which occasion. */
  public record Worst(Occasion occasion, FeatureDrift drift) {}

  /** Compares nothing yet. */
  public DriftReport(Reference reference) {
    this.reference = reference;
    reference
        .samples()
        .forEach(
            (occasion, sample) -> {
              scores.put(occasion, new ScoreHistogram());
              features.put(occasion, new FeatureCounts(sample));
            });
  }

  /**
   * Adds a case; nothing happens if the reference knows no such occasion.
   *
   * @param vector at least as many values as the reference has features
   */
  public void add(Occasion occasion, float score, float[] vector) {
    if (!scores.containsKey(occasion)) {
      return;
    }
    if (score >= 0 && score <= 1) {
      scores.get(occasion).add(score);
    } else {
      notFinite++;
    }
    features.get(occasion).add(vector);
  }

  /** Returns how many scores were no probabilities. */
  public long notFinite() {
    return notFinite;
  }

  /** Returns the live scores of an occasion, by the bins of {@link ScoreHistogram}. */
  public Optional<ScoreHistogram> scores(Occasion occasion) {
    return Optional.ofNullable(scores.get(occasion));
  }

  /** Returns what was found, one for each occasion that the reference knows. */
  public List<Found> found() {
    return reference.samples().entrySet().stream()
        .map(entry -> found(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Found found(Occasion occasion, Sample sample) {
    ScoreHistogram expected = sample.histogram();
    ScoreHistogram live = scores.get(occasion);
    FeatureCounts counts = features.get(occasion);
    return new Found(
        occasion, counts.count(), expected.psi(live), live.mean(), expected.mean(), counts.drift());
  }

  /** Returns the features that moved most, by falling index, of occasions with enough cases. */
  public List<Worst> worst(int most) {
    return found().stream()
        .filter(Found::isEnough)
        .flatMap(DriftReport::each)
        .sorted(Comparator.comparingDouble((Worst worst) -> -worst.drift().psi()))
        .limit(most)
        .toList();
  }

  private static Stream<Worst> each(Found found) {
    return found.features().stream().map(drift -> new Worst(found.occasion(), drift));
  }
}
