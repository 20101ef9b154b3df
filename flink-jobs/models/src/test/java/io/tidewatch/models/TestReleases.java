package io.tidewatch.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Releases with random weights, whose probes are computed by {@link ReferenceNetwork}. */
final class TestReleases {
  static final int UNITS = 24;
  static final int HIDDEN = 32;
  static final List<String> CATEGORIES =
      List.of("OTHER", "BEEF", "CHEESE", "COFFEE", "EGGS", "FISH", "MILK", "PASTA", "SOAP", "TEA");

  private TestReleases() {}

  static Manifest churnManifest() {
    int features = FeatureCatalogue.size();
    List<String> joined = List.of("dense", "features.z", "lstm");
    int width = HIDDEN + features + UNITS;
    return new Manifest(
        "churn",
        "7",
        new Task.Churn(
            FeatureCatalogue.digest(),
            ChurnStep.names(),
            28,
            new SpendTransform(SpendTransform.Kind.LINEAR, 10_000f)),
        List.of(
            new LayerSpec.Standardise("steps.z", LayerSpec.STEPS, ChurnStep.WIDTH, 8f),
            new LayerSpec.Lstm("lstm", "steps.z", ChurnStep.WIDTH, UNITS),
            new LayerSpec.Standardise("features.z", LayerSpec.FEATURES, features, 8f),
            new LayerSpec.Dense(
                "dense", List.of("lstm", "features.z"), UNITS + features, HIDDEN, Activation.TANH),
            new LayerSpec.Dense(Task.Churn.CHURN, joined, width, 1, Activation.SIGMOID),
            new LayerSpec.Dense(Task.Churn.PURCHASE7, joined, width, 1, Activation.SIGMOID),
            new LayerSpec.Dense(Task.Churn.SPEND, joined, width, 1, Activation.SOFTPLUS)),
        new Provenance("00".repeat(32), "random weights", 42, Source.DL4J),
        new TreeMap<>(Map.of("auc", 0.9)));
  }

  /** No LSTM, no standardisation, no output but churn, which is one of two classes. */
  static Manifest churnByFeaturesManifest() {
    int features = FeatureCatalogue.size();
    return new Manifest(
        "churn",
        "8",
        new Task.Churn(
            FeatureCatalogue.digest(),
            ChurnStep.names(),
            28,
            new SpendTransform(SpendTransform.Kind.LINEAR, 1f),
            List.of(Task.Churn.CHURN)),
        List.of(
            new LayerSpec.Dense(
                "dense", List.of(LayerSpec.FEATURES), features, HIDDEN, Activation.RELU),
            new LayerSpec.Dense("classes", List.of("dense"), HIDDEN, 2, Activation.SOFTMAX),
            new LayerSpec.Subset(Task.Churn.CHURN, List.of("classes"), 2, 1, 1)),
        new Provenance("unknown", "random weights", 0, Source.ONNX),
        new TreeMap<>());
  }

  static Manifest recommenderManifest() {
    int categories = CATEGORIES.size();
    return new Manifest(
        "recommender",
        "7",
        new Task.Recommend(CATEGORIES, 0.8f),
        List.of(
            new LayerSpec.Embedding("embedding", LayerSpec.ITEMS, categories, 16),
            new LayerSpec.Lstm("lstm", "embedding", 16, 20),
            new LayerSpec.Dense(
                "next",
                List.of("lstm", LayerSpec.RECENT),
                20 + categories,
                categories,
                Activation.IDENTITY),
            new LayerSpec.Scale("repeat", LayerSpec.RECENT, categories),
            new LayerSpec.Sum(
                Task.Recommend.CATEGORIES,
                List.of("next", "repeat"),
                categories,
                Activation.SOFTMAX)),
        new Provenance("00".repeat(32), "random weights", 42, Source.DL4J),
        new TreeMap<>());
  }

  /** Draws weights of a size that neither saturates nor silences the layers. */
  static Map<String, float[]> weights(Manifest manifest, long seed) {
    var random = new Random(seed);
    var weights = new TreeMap<String, float[]>();
    ShapesGate.tensorsOf(manifest)
        .forEach(
            (name, shape) -> {
              var values = new float[Tensors.count(shape)];
              double deviation = name.endsWith("/scale") ? 0.2 : 0.3;
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * random.nextGaussian());
              }
              weights.put(name, values);
            });
    return weights;
  }

  static ReferenceNetwork reference(Manifest manifest, long seed) {
    return new ReferenceNetwork(manifest.layers(), weights(manifest, seed));
  }

  static ReleaseWriter writer(Manifest manifest, long seed) {
    var writer = new ReleaseWriter(manifest);
    weights(manifest, seed).forEach(writer::tensor);
    probes(manifest, seed).forEach(writer::probe);
    return writer.source("not read".getBytes(UTF_8)).card("# Card\n");
  }

  static byte[] zip(Manifest manifest, long seed) {
    try {
      return writer(manifest, seed).write();
    } catch (RefusedReleaseException e) {
      throw new AssertionError(e);
    }
  }

  static Release release(Manifest manifest, long seed) {
    try {
      return Release.read(zip(manifest, seed));
    } catch (RefusedReleaseException e) {
      throw new AssertionError(e);
    }
  }

  static List<Probe> probes(Manifest manifest, long seed) {
    var probes = new ArrayList<Probe>();
    boolean recurrent = manifest.layers().stream().anyMatch(LayerSpec.Lstm.class::isInstance);
    for (int steps : recurrent ? new int[] {Probe.MAX_STEPS, 0, 1, 16} : new int[] {0}) {
      probes.add(probe(manifest, seed, steps));
    }
    return probes;
  }

  private static Probe probe(Manifest manifest, long seed, int steps) {
    var random = new Random(seed + steps);
    Ports ports = Ports.of(manifest.task());
    ReferenceNetwork network = reference(manifest, seed);
    var inputs = new float[steps * ports.stepWidth()];
    boolean items = ports.stepSource().equals(LayerSpec.ITEMS);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = items ? random.nextInt(ports.scoreWidth()) : (float) random.nextGaussian();
    }
    for (int i = 0; i < steps; i++) {
      int from = i * ports.stepWidth();
      network.set(
          ports.stepSource(), java.util.Arrays.copyOfRange(inputs, from, from + ports.stepWidth()));
      network.step();
    }
    var features = new float[ports.scoreWidth()];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian();
    }
    network.set(ports.scoreSource(), features);
    network.evaluate();
    var outputs = new float[ports.allOutputs()];
    int at = 0;
    for (String output : ports.outputs()) {
      for (double value : network.value(output)) {
        outputs[at++] = (float) value;
      }
    }
    return new Probe(inputs, features, network.state(), outputs);
  }
}
