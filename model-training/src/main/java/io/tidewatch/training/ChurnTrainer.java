package io.tidewatch.training;

import io.tidewatch.models.ChurnModel;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.training.plots.NetworkDrawing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains the churn model: history in, release out.
 *
 * <p>Takes some 30 s of one core and 1 GiB for the bundled data. A training uses one thread; two
 * trainings may run at once.
 */
public final class ChurnTrainer {
  private static final double REPLAY_SHARE = 0.25;

  private ChurnTrainer() {}

  /**
   * Replays the history, trains, measures on the test part and packs a release.
   *
   * @param progress hears 0 to 1
   * @throws IllegalArgumentException if the history is too short, or has only one outcome
   */
  public static TrainedModel train(
      TrainingHistory history, TrainingOptions options, Progress progress) {
    long start = System.nanoTime();
    TrainingSet set = TrainingSets.build(history, options, progress.part(0, REPLAY_SHARE));
    return train(set, options, progress.part(REPLAY_SHARE, 1), start);
  }

  /** Trains on a history that is replayed already; see {@link #train}. */
  public static TrainedModel train(TrainingSet set, TrainingOptions options, Progress progress) {
    return train(set, options, progress, System.nanoTime());
  }

  private static TrainedModel train(
      TrainingSet set, TrainingOptions options, Progress progress, long startNanos) {
    Dl4j.singleThreaded();
    ChurnParts parts = ChurnParts.of(set, options);
    ChurnFit fit = ChurnFit.run(parts, options, progress.part(0, 0.9));
    progress.at(0.9, "measuring churn model");
    ChurnBaselines baselines =
        ChurnBaselines.fit(fit.scaling().features(), fit.logistic(), parts.train());
    ChurnEvaluation evaluation =
        evaluate(parts.test(), fit.scores(parts.test(), options.steps())[0], baselines);
    Map<String, Map<String, Double>> rows = rows(evaluation);
    progress.at(0.93, "looking into churn model");
    Release draft =
        release(ChurnRelease.write(fit, parts, set, options, ModelCard.flat(rows), "draft"));
    ModelInsight insight =
        ModelInsight.of(ChurnModel.compile(draft), parts.validation(), options.seed());
    String card =
        ModelCard.write(
            "churn",
            "Probability that a customer buys nothing within "
                + options.horizonDays()
                + " days, probability of a purchase within 7 days, and expected spend. For deciding"
                + " whom to call or to write to; not for deciding what a customer may have.",
            "steps -> LSTM 24; features and the LSTM's state -> dense 32 tanh; features and dense"
                + " -> three outputs. Started from logistic regression; weights are the running"
                + " mean after epoch "
                + fit.keptEpoch()
                + ".",
            NetworkDrawing.svg("Churn network", draft.manifest().layers()),
            InsightSection.of(insight),
            "Snapshots: "
                + parts.train().size()
                + " to learn from, "
                + parts.validation().size()
                + " for validation (other customers), "
                + parts.test().size()
                + " to test on, of which "
                + evaluation.churned()
                + " churned.",
            set,
            options,
            rows);
    progress.at(0.95, "writing churn release");
    byte[] zip = ChurnRelease.write(fit, parts, set, options, ModelCard.flat(rows), card);
    progress.at(1, "churn model trained");
    return new TrainedModel(
        "churn",
        zip,
        baselines.write(),
        rows,
        card,
        Duration.ofNanos(System.nanoTime() - startNanos));
  }

  private static Release release(byte[] zip) {
    try {
      return Release.read(zip);
    } catch (RefusedReleaseException e) {
      throw new IllegalStateException("the writer lets no refused release through: " + e, e);
    }
  }

  private static ChurnEvaluation evaluate(
      List<ChurnExample> test, double[] scores, ChurnBaselines baselines) {
    return LiveEvaluation.churn(
        scores,
        test.stream().map(example -> example.snapshot().features()).toList(),
        ChurnParts.churned(test),
        baselines);
  }

  static Map<String, Map<String, Double>> rows(ChurnEvaluation evaluation) {
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    rows.put("network", evaluation.network().asMap());
    rows.put("logisticRegression", evaluation.logisticRegression().asMap());
    rows.put("recency", evaluation.recency().asMap());
    return rows;
  }
}
