package io.tidewatch.training;

import io.tidewatch.schemas.Event;
import java.util.List;

/** Measures live scores once it is known what the customers did. */
public final class LiveEvaluation {
  private LiveEvaluation() {}

  /**
   * A churn score that the job gave.
   *
   * @param customerId the customer
   * @param atMicros when it was given, stream time
   * @param churn the probability
   */
  public record ChurnPoint(String customerId, long atMicros, double churn) {}

  /**
   * Measures churn scores. Scores whose horizon is not fully inside the events are left out.
   *
   * @param events all events, also those before the first score
   * @param scores the live scores
   * @param horizonDays the model's horizon
   * @param baselines the simple models of the same training
   */
  public static ChurnEvaluation churn(
      List<Event> events, List<ChurnPoint> scores, int horizonDays, ChurnBaselines baselines) {
    throw new UnsupportedOperationException("not there yet");
  }

  /**
   * Measures a recommender release by the kernel that serves it: before each basket from a time on,
   * all categories are ranked from what was known.
   *
   * @param events all events, also those before {@code fromMicros}
   * @param fromMicros first time of a basket that counts
   * @param releaseZip the release
   * @param baselines the simple rankings of the same training
   */
  public static RecommenderEvaluation recommender(
      List<Event> events, long fromMicros, byte[] releaseZip, RecommenderBaselines baselines) {
    throw new UnsupportedOperationException("not there yet");
  }
}
