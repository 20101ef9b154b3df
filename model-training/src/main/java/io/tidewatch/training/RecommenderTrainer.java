package io.tidewatch.training;

/** Trains the recommender: history in, release out. */
public final class RecommenderTrainer {
  private RecommenderTrainer() {}

  /** Trains, evaluates and packs a recommender release. */
  public static TrainedModel train(
      TrainingHistory history, TrainingOptions options, Progress progress) {
    throw new UnsupportedOperationException("not there yet");
  }
}
