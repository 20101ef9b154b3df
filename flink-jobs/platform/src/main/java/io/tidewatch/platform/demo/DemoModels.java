package io.tidewatch.platform.demo;

import io.tidewatch.schemas.Event;
import io.tidewatch.training.ChurnTrainer;
import io.tidewatch.training.Progress;
import io.tidewatch.training.RecommenderTrainer;
import io.tidewatch.training.TrainedModel;
import io.tidewatch.training.TrainingHistory;
import io.tidewatch.training.TrainingOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The two models of a demo run.
 *
 * @param churn the churn model
 * @param recommender the recommender
 * @param trainingSeconds how long the training took; 0 if both came from the cache
 */
record DemoModels(TrainedModel churn, TrainedModel recommender, double trainingSeconds) {
  private static final double CHURN_SHARE = 0.6;

  /**
   * Takes the models from the cache or trains them.
   *
   * @param history what may be learnt from
   * @param cache folder of the cache; empty to train in any case
   */
  static DemoModels obtain(
      List<Event> history, TrainingOptions options, Optional<Path> cache, Progress progress) {
    Optional<ModelCache> kept =
        cache.map(root -> new ModelCache(root, CacheKey.of(history, options)));
    TrainingHistory events = TrainingHistory.of(history);
    long start = System.nanoTime();
    Optional<TrainedModel> keptChurn = kept.flatMap(c -> c.load("churn"));
    Optional<TrainedModel> keptRecommender = kept.flatMap(c -> c.load("recommender"));
    TrainedModel churn =
        keptChurn.orElseGet(
            keep(kept, () -> ChurnTrainer.train(events, options, progress.part(0, CHURN_SHARE))));
    TrainedModel recommender =
        keptRecommender.orElseGet(
            keep(
                kept,
                () -> RecommenderTrainer.train(events, options, progress.part(CHURN_SHARE, 1))));
    boolean cached = keptChurn.isPresent() && keptRecommender.isPresent();
    return new DemoModels(churn, recommender, cached ? 0 : (System.nanoTime() - start) / 1e9);
  }

  private static Supplier<TrainedModel> keep(
      Optional<ModelCache> cache, Supplier<TrainedModel> training) {
    return () -> {
      TrainedModel model = training.get();
      cache.ifPresent(c -> c.store(model));
      return model;
    };
  }
}
