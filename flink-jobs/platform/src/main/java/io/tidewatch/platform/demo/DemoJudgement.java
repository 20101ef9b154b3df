package io.tidewatch.platform.demo;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.training.ChurnBaselines;
import io.tidewatch.training.ChurnEvaluation;
import io.tidewatch.training.LiveEvaluation;
import io.tidewatch.training.LiveEvaluation.ChurnPoint;
import io.tidewatch.training.RecommenderBaselines;
import io.tidewatch.training.RecommenderEvaluation;
import io.tidewatch.training.TrainingOptions;
import java.util.List;

/**
 * How good the models were on the replayed part, now that it is known what the customers did.
 *
 * @param churn live churn scores, weekly, whose horizon lies inside the history
 * @param recommender the served recommender before each basket
 */
record DemoJudgement(ChurnEvaluation churn, RecommenderEvaluation recommender) {
  private static final long EVERY_MICROS = 7 * Micros.PER_DAY;

  /**
   * Judges a run.
   *
   * @param events the whole history
   * @param splitMicros where the replayed part began
   * @param lastMicros where it ended
   * @param scores the scores that the job emitted
   */
  static DemoJudgement of(
      List<Event> events,
      long splitMicros,
      long lastMicros,
      TrainingOptions options,
      DemoModels models,
      ScoreHistory scores) {
    long lastJudged = lastMicros - options.horizonDays() * Micros.PER_DAY;
    List<ChurnPoint> points = scores.latestAt(splitMicros + EVERY_MICROS, lastJudged, EVERY_MICROS);
    return new DemoJudgement(
        LiveEvaluation.churn(
            events, points, options.horizonDays(), ChurnBaselines.read(models.churn().baselines())),
        LiveEvaluation.recommender(
            events,
            splitMicros,
            models.recommender().zip(),
            RecommenderBaselines.read(models.recommender().baselines())));
  }
}
