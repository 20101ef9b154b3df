package io.tidewatch.training;

/** The simple rankings that the recommender is measured against. */
public final class RecommenderBaselines {
  private RecommenderBaselines() {}

  /** Returns what a training put into {@link TrainedModel#baselines()}. */
  public static RecommenderBaselines read(byte[] bytes) {
    throw new UnsupportedOperationException("not there yet");
  }
}
