package io.tidewatch.training.text;

import io.tidewatch.training.Progress;
import io.tidewatch.training.TrainedModel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Trains the model of a release that tells texts apart: a table of texts in, a release out. */
public final class TextTraining {
  /** More labels than this are intents or topics, less are shades of one question. */
  private static final int FEW_LABELS = 12;

  private static final long SPLIT_SEED = 1;

  private TextTraining() {}

  /**
   * Trains and measures.
   *
   * @param name the release's name, such as {@code text-intent}
   * @param texts what to learn from; a tenth is kept back without {@code test}
   * @param test what to measure on
   * @param networks how many networks are joined, 1 to 3
   * @throws IllegalArgumentException if there are too few texts
   */
  public static TrainedModel train(
      String name,
      LabelledTexts texts,
      Optional<LabelledTexts> test,
      int networks,
      Progress progress) {
    long start = System.nanoTime();
    LabelledTexts measured =
        test.orElseGet(() -> texts.part(SPLIT_SEED, tenth -> tenth == 0, "a tenth"));
    TextSettings settings =
        texts.labels().size() > FEW_LABELS
            ? TextSettings.manyClasses()
            : TextSettings.fewClasses(texts.labels().size(), texts.rows().size());
    TextMeasurement found =
        TextMeasurement.of(name, texts.without(measured), measured, settings, networks, progress);
    progress.at(1, "trained");
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    rows.put("network", found.model().asMap());
    rows.put("linear", found.baseline().asMap());
    return new TrainedModel(
        name,
        found.release(),
        new byte[0],
        rows,
        found.card(),
        Duration.ofNanos(System.nanoTime() - start));
  }
}
