package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.connectors.history.LoadGenerator;
import io.tidewatch.training.ChurnTrainer;
import io.tidewatch.training.Progress;
import io.tidewatch.training.RecommenderTrainer;
import io.tidewatch.training.TrainingHistory;
import io.tidewatch.training.TrainingOptions;
import io.tidewatch.training.TrainingSet;
import io.tidewatch.training.TrainingSets;
import java.time.Duration;

/**
 * The releases that benchmarks serve: really trained, so that they have the shapes, the scores and
 * the decisions of the product, but on a small made-up history, so that it takes seconds. The same
 * seed gives the same bytes.
 *
 * @param churn release zip
 * @param recommender release zip
 */
public record BenchReleases(byte[] churn, byte[] recommender) {
  private static final int CUSTOMERS = 300;
  private static final int DAYS = 120;

  /** Trains both. */
  public static BenchReleases train(long seed) {
    TrainingOptions options =
        TrainingOptions.defaults()
            .withHorizonDays(28)
            .withTestShare(0.3)
            .withMaxEpochs(2)
            .withParallelism(1)
            .withSeed(seed);
    LoadGenerator history =
        new LoadGenerator(CUSTOMERS, DAYS, Workload.START.minus(Duration.ofDays(DAYS)), 1);
    TrainingSet set = TrainingSets.build(TrainingHistory.of(history), options, Progress.none());
    return new BenchReleases(
        ChurnTrainer.train(set, options, Progress.none()).zip(),
        RecommenderTrainer.train(set, options, Progress.none()).zip());
  }
}
