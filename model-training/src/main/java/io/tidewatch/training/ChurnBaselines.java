package io.tidewatch.training;

/** The simple models that the churn network is measured against. */
public final class ChurnBaselines {
  private ChurnBaselines() {}

  /** Returns what a training put into {@link TrainedModel#baselines()}. */
  public static ChurnBaselines read(byte[] bytes) {
    throw new UnsupportedOperationException("not there yet");
  }
}
