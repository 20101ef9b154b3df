package io.tidewatch.training;

/** Trains the churn model: history in, release out. */
public final class ChurnTrainer {
  private ChurnTrainer() {}

  /** Trains, evaluates and packs a churn release. */
  public static TrainedModel train(
      TrainingHistory history, TrainingOptions options, Progress progress) {
    throw new UnsupportedOperationException("not there yet");
  }
}
