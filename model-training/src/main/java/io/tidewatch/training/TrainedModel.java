package io.tidewatch.training;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What a training brings home.
 *
 * @param name the model's name: {@code churn} or {@code recommender}
 * @param zip the release, as the models topic announces it and the job verifies it
 * @param baselines the simple models trained on the same data, for {@link ChurnBaselines#read} or
 *     {@link RecommenderBaselines#read}: kept beside the release so that live scores can be
 *     compared
 * @param metrics per row (the network and every baseline) the metrics on the test part by name
 * @param card the model card, Markdown
 * @param duration wall time of the whole training
 */
public record TrainedModel(
    String name,
    byte[] zip,
    byte[] baselines,
    Map<String, Map<String, Double>> metrics,
    String card,
    Duration duration) {
  public TrainedModel {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(zip, "zip");
    Objects.requireNonNull(baselines, "baselines");
    Objects.requireNonNull(metrics, "metrics");
    Objects.requireNonNull(card, "card");
    Objects.requireNonNull(duration, "duration");
  }
}
