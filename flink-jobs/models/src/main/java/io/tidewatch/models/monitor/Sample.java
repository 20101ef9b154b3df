package io.tidewatch.models.monitor;

import java.util.Arrays;
import java.util.List;

/**
 * Scores and features of one {@link Occasion}, as the release's training saw them.
 *
 * @param scores counts of churn probabilities by the bins of {@link ScoreHistogram}
 * @param features one for each feature, in the order of the vector
 */
public record Sample(List<Long> scores, List<FeatureSample> features) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there are not {@link ScoreHistogram#BINS} counts
   */
  public Sample {
    scores = List.copyOf(scores);
    features = List.copyOf(features);
    if (scores.size() != ScoreHistogram.BINS) {
      throw new IllegalArgumentException(
          scores.size() + " counts of scores, must be " + ScoreHistogram.BINS);
    }
  }

  /**
   * Counts scores and feature vectors.
   *
   * @param names of the features
   * @param absent value of each feature of which nothing was seen
   * @param scores churn probabilities
   * @param vectors feature vectors, {@code [scores.length][names]}
   */
  public static Sample of(
      List<String> names, float[] absent, float[] scores, List<float[]> vectors) {
    ScoreHistogram histogram = new ScoreHistogram();
    for (float score : scores) {
      histogram.add(score);
    }
    FeatureSample[] features = new FeatureSample[names.size()];
    float[] column = new float[vectors.size()];
    for (int i = 0; i < features.length; i++) {
      for (int row = 0; row < column.length; row++) {
        column[row] = vectors.get(row)[i];
      }
      features[i] = FeatureSample.of(names.get(i), absent[i], column);
    }
    return new Sample(Arrays.stream(histogram.counts()).boxed().toList(), List.of(features));
  }

  /** Returns the scores. */
  public ScoreHistogram histogram() {
    return ScoreHistogram.of(scores.stream().mapToLong(Long::longValue).toArray());
  }
}
