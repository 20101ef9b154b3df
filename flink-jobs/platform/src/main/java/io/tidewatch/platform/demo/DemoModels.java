package io.tidewatch.platform.demo;

import io.tidewatch.schemas.Event;
import io.tidewatch.training.ChurnTrainer;
import io.tidewatch.training.Progress;
import io.tidewatch.training.RecommenderTrainer;
import io.tidewatch.training.TrainedModel;
import io.tidewatch.training.TrainingHistory;
import io.tidewatch.training.TrainingOptions;
import io.tidewatch.training.TrainingSet;
import io.tidewatch.training.TrainingSets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The two models of a demo run.
 *
 * @param churn the churn model
 * @param recommender the recommender
 * @param trainingSeconds how long the training took; 0 if both came from the cache
 */
record DemoModels(TrainedModel churn, TrainedModel recommender, double trainingSeconds) {
  private static final double REPLAY_SHARE = 0.3;

  /**
   * Takes the models from the cache or trains them.
   *
   * @param events the whole history; what lies behind the split is only measured on
   * @param about what the model cards say of the data
   * @param cache folder of the cache; empty to train in any case
   */
  static DemoModels obtain(
      List<Event> events,
      String about,
      TrainingOptions options,
      Optional<Path> cache,
      Progress progress) {
    Optional<ModelCache> kept =
        cache.map(root -> new ModelCache(root, CacheKey.of(events, options)));
    Optional<TrainedModel> churn = kept.flatMap(models -> models.load("churn"));
    Optional<TrainedModel> recommender = kept.flatMap(models -> models.load("recommender"));
    if (churn.isPresent() && recommender.isPresent()) {
      return new DemoModels(churn.get(), recommender.get(), 0);
    }
    DemoModels trained = train(TrainingHistory.of(events, about), options, progress);
    kept.ifPresent(
        models -> {
          models.store(trained.churn());
          models.store(trained.recommender());
        });
    return trained;
  }

  /** Replays the history once and trains both models on it side by side. */
  private static DemoModels train(
      TrainingHistory history, TrainingOptions options, Progress progress) {
    long start = System.nanoTime();
    TrainingSet set = TrainingSets.build(history, options, progress.part(0, REPLAY_SHARE));
    CompletableFuture<TrainedModel> recommender =
        CompletableFuture.supplyAsync(
            () -> RecommenderTrainer.train(set, options, Progress.none()));
    // The churn model takes longer, so its progress is that of both.
    TrainedModel churn = ChurnTrainer.train(set, options, progress.part(REPLAY_SHARE, 1));
    try {
      return new DemoModels(churn, recommender.join(), (System.nanoTime() - start) / 1e9);
    } catch (CompletionException e) {
      throw new IllegalStateException("the recommender cannot be trained", e.getCause());
    }
  }
}
