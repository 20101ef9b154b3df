package io.tidewatch.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.Activation;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Manifest;
import io.tidewatch.models.Probe;
import io.tidewatch.models.Provenance;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.ReleaseWriter;
import io.tidewatch.models.Source;
import io.tidewatch.models.SpendTransform;
import io.tidewatch.models.Task;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Releases with weights of zero: states stay zero, and every output is its activation of zero. What
 * matters is what is around the weights: shape, cost, metrics.
 */
final class PlainReleases {
  private static final int UNITS = 2;
  private static final List<String> VOCABULARY = List.of(Task.Recommend.OTHER, "tea");

  private PlainReleases() {}

  /**
   * A churn model with a hidden layer.
   *
   * @param hidden width of the hidden layer
   */
  static byte[] churn(
      String version, int hidden, Provenance provenance, Map<String, Double> metrics) {
    int features = FeatureCatalogue.size();
    int width = UNITS + features;
    List<String> from = List.of("hidden");
    return write(
        new Manifest(
            "churn",
            version,
            new Task.Churn(
                FeatureCatalogue.digest(),
                ChurnStep.names(),
                28,
                new SpendTransform(SpendTransform.Kind.LINEAR, 1_000f)),
            List.of(
                new LayerSpec.Standardise("steps.z", LayerSpec.STEPS, ChurnStep.WIDTH, 8f),
                new LayerSpec.Lstm("lstm", "steps.z", ChurnStep.WIDTH, UNITS),
                new LayerSpec.Standardise("features.z", LayerSpec.FEATURES, features, 8f),
                new LayerSpec.Dense(
                    "hidden", List.of("lstm", "features.z"), width, hidden, Activation.TANH),
                new LayerSpec.Dense(Task.Churn.CHURN, from, hidden, 1, Activation.SIGMOID),
                new LayerSpec.Dense(Task.Churn.PURCHASE7, from, hidden, 1, Activation.SIGMOID),
                new LayerSpec.Dense(Task.Churn.SPEND, from, hidden, 1, Activation.IDENTITY)),
            provenance,
            new TreeMap<>(metrics)),
        ChurnStep.WIDTH,
        features,
        new float[] {0.5f, 0.5f, 0});
  }

  static byte[] churn(int hidden) {
    return churn("plain-" + hidden, hidden, provenance(), Map.of());
  }

  /** A recommender with a layer that the engine of these tests computes. */
  static byte[] steady() {
    return write(
        new Manifest(
            "recommender",
            "1",
            new Task.Recommend(VOCABULARY, 0.8f),
            List.of(
                new LayerSpec.Embedding("embedding", LayerSpec.ITEMS, VOCABULARY.size(), 2),
                new LayerSpec.Lstm("lstm", "embedding", 2, UNITS),
                new LayerSpec.EngineDense("engine", List.of("lstm"), UNITS, 1, JitterEngine.STEADY),
                new LayerSpec.Dense(
                    Task.Recommend.CATEGORIES,
                    List.of("engine"),
                    1,
                    VOCABULARY.size(),
                    Activation.SOFTMAX)),
            provenance(),
            new TreeMap<>()),
        1,
        0,
        new float[] {0.5f, 0.5f});
  }

  static Provenance provenance() {
    return new Provenance("00".repeat(32), "written by hand", 1, Source.DL4J);
  }

  private static byte[] write(Manifest manifest, int stepWidth, int features, float[] outputs) {
    ReleaseWriter writer = new ReleaseWriter(manifest);
    for (LayerSpec layer : manifest.layers()) {
      layer.tensors().forEach((name, shape) -> writer.tensor(name, zeros(shape)));
    }
    if (manifest.task() instanceof Task.Churn) {
      writer.tensor(Task.Churn.REFERENCE, new float[UNITS]);
    } else {
      writer.tensor("categories/W", new float[] {1, 0});
    }
    writer.probe(
        new Probe(
            new float[Probe.MAX_STEPS * stepWidth],
            new float[features],
            new float[2 * UNITS],
            outputs));
    try {
      return writer.source("not read".getBytes(UTF_8)).card("# By hand\n").write();
    } catch (RefusedReleaseException e) {
      throw new AssertionError(e);
    }
  }

  private static float[] zeros(List<Integer> shape) {
    return new float[shape.stream().reduce(1, Math::multiplyExact)];
  }
}
