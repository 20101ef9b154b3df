package io.tidewatch.training;

import io.tidewatch.models.Vocabulary;
import io.tidewatch.training.plots.NetworkDrawing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains the recommender: history in, release out.
 *
 * <p>Takes some 20 s of one core and 1 GiB for the bundled data. A training uses one thread; two
 * trainings may run at once.
 */
public final class RecommenderTrainer {
  private static final double REPLAY_SHARE = 0.25;
  private static final int MIN_COUNT = 20;

  private RecommenderTrainer() {}

  /**
   * Replays the history, trains, measures on the test part and packs a release.
   *
   * @param progress hears 0 to 1
   * @throws IllegalArgumentException if the history is too short, or no category is bought often
   *     enough
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
    List<ItemSequence> sequences = set.sequences();
    Vocabulary vocabulary = Categories.frequent(sequences, set.splitMicros(), MIN_COUNT);
    List<CategoryIndex> customers =
        sequences.stream().map(sequence -> CategoryIndex.of(sequence, vocabulary)).toList();
    RecommenderBaselines baselines =
        RecommenderBaselines.fit(customers, vocabulary, set.splitMicros());
    RecommenderFit fit =
        RecommenderFit.run(
            baselines,
            customers,
            sequences.stream().map(ItemSequence::customerId).toList(),
            set.splitMicros(),
            options,
            progress.part(0, 0.85));
    progress.at(0.85, "measuring recommender");
    RecommenderEvaluation evaluation =
        RecommenderRanking.evaluate(
            fit.network(), baselines, customers, set.splitMicros(), Long.MAX_VALUE);
    Map<String, Map<String, Double>> rows = rows(evaluation);
    String card =
        ModelCard.write(
            "recommender",
            "Probability of each product category to be in a customer's next basket, from the"
                + " categories bought before. For choosing among offers.",
            "category -> embedding 32 -> LSTM 32; its state and the counts of the last 16"
                + " categories -> dense -> softmax over "
                + vocabulary.size()
                + " categories (bought "
                + MIN_COUNT
                + " times or more; all others are one). Started from popularity and item-kNN;"
                + " weights are the running mean after epoch "
                + fit.bestEpoch()
                + ".",
            NetworkDrawing.svg(
                "Recommender network", RecommenderRelease.layers(fit.network(), vocabulary)),
            "",
            "Baskets ranked in the test part: "
                + evaluation.baskets()
                + ", each from all that was bought before it.",
            set,
            options,
            rows);
    progress.at(0.95, "writing recommender release");
    byte[] zip =
        RecommenderRelease.write(
            fit.network(),
            vocabulary,
            customers,
            set.digest(),
            set.evaluationDigest(),
            options.seed(),
            ModelCard.flat(rows),
            card);
    progress.at(1, "recommender trained");
    return new TrainedModel(
        "recommender",
        zip,
        baselines.write(),
        rows,
        card,
        Duration.ofNanos(System.nanoTime() - startNanos));
  }

  static Map<String, Map<String, Double>> rows(RecommenderEvaluation evaluation) {
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    rows.put("network", evaluation.network().asMap());
    rows.put("popularity", evaluation.popularity().asMap());
    rows.put("itemKnn", evaluation.itemKnn().asMap());
    return rows;
  }
}
