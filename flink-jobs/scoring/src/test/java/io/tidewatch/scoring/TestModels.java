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
import io.tidewatch.models.Release;
import io.tidewatch.models.ReleaseWriter;
import io.tidewatch.models.Source;
import io.tidewatch.models.SpendTransform;
import io.tidewatch.models.Task;
import io.tidewatch.models.monitor.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Small releases whose behaviour a test can foresee: churn rises with the days since the last
 * purchase (0.5 at 10, 0.8 at about 14.5, 0.6 at about 11), a little moved by an LSTM of random
 * weights, so that the sequence of events matters too; the recommender repeats recent categories.
 * Probes are computed in double precision, straight from the formulas.
 */
final class TestModels {
  static final int HORIZON_DAYS = 28;
  static final List<String> VOCABULARY = List.of(Task.Recommend.OTHER, "coffee", "tea", "soap");

  private static final int UNITS = 4;
  private static final float CLIP = 8f;

  /** Releases are immutable, and verifying one takes a while. */
  private static final Map<List<Object>, Release> READ = new ConcurrentHashMap<>();

  private TestModels() {}

  static Release churn() {
    return churn("1", 10);
  }

  static Release recommender() {
    return recommender("1", 1f);
  }

  /** Churn that is 0.5 at some other number of days since the last purchase. */
  static Release churn(String version, double evenAtDays) {
    return READ.computeIfAbsent(
        List.of("churn", version, evenAtDays),
        key -> read(churnZip(version, FeatureCatalogue.digest(), evenAtDays)));
  }

  /** A recommender that weighs recent categories otherwise. */
  static Release recommender(String version, float weight) {
    return READ.computeIfAbsent(
        List.of("recommender", version, weight), key -> read(recommenderZip(version, weight)));
  }

  static byte[] churnZip() {
    return churnZip("1", FeatureCatalogue.digest());
  }

  static byte[] churnZip(String version, String catalogueDigest) {
    return churnZip(version, catalogueDigest, 10);
  }

  private static byte[] churnZip(String version, String catalogueDigest, double evenAtDays) {
    return churnZip(version, catalogueDigest, evenAtDays, 1, Optional.empty());
  }

  /** The first model's churn, and what its scores are promised to be. */
  static byte[] churnZip(String version, Reference reference) {
    return churnZip(version, FeatureCatalogue.digest(), 10, 1, Optional.of(reference));
  }

  /** One minus the first model's churn, and the first model's promise. */
  static byte[] invertedChurnZip(String version, Optional<Reference> reference) {
    return churnZip(version, FeatureCatalogue.digest(), 10, -1, reference);
  }

  private static byte[] churnZip(
      String version,
      String catalogueDigest,
      double evenAtDays,
      int sign,
      Optional<Reference> reference) {
    int features = FeatureCatalogue.size();
    int width = UNITS + features;
    List<String> from = List.of("lstm", "features.z");
    Manifest manifest =
        new Manifest(
            "churn",
            version,
            new Task.Churn(
                catalogueDigest,
                ChurnStep.names(),
                HORIZON_DAYS,
                new SpendTransform(SpendTransform.Kind.LINEAR, 1_000f)),
            List.of(
                new LayerSpec.Standardise("steps.z", LayerSpec.STEPS, ChurnStep.WIDTH, CLIP),
                new LayerSpec.Lstm("lstm", "steps.z", ChurnStep.WIDTH, UNITS),
                new LayerSpec.Standardise("features.z", LayerSpec.FEATURES, features, CLIP),
                new LayerSpec.Dense(Task.Churn.CHURN, from, width, 1, Activation.SIGMOID),
                new LayerSpec.Dense(Task.Churn.PURCHASE7, from, width, 1, Activation.SIGMOID),
                new LayerSpec.Dense(Task.Churn.SPEND, from, width, 1, Activation.SOFTPLUS)),
            new Provenance("00".repeat(32), "written by hand", 1, Source.DL4J),
            new TreeMap<>(),
            reference);
    Map<String, float[]> weights = new TreeMap<>(lstm(ChurnStep.WIDTH));
    weights.put("steps.z/mean", new float[ChurnStep.WIDTH]);
    weights.put("steps.z/scale", filled(ChurnStep.WIDTH, 1));
    weights.put("features.z/mean", new float[features]);
    weights.put("features.z/scale", filled(features, 1));
    weights.put("churn/W", signed(head(width, 4f), sign));
    weights.put("churn/b", new float[] {(float) (sign * -4 * Math.log(1 + evenAtDays))});
    weights.put("purchase7/W", head(width, -4f));
    weights.put("purchase7/b", new float[] {(float) (4 * Math.log(6))});
    weights.put("spend/W", head(width, -1f));
    weights.put("spend/b", new float[] {1f});
    weights.put(Task.Churn.REFERENCE, new float[UNITS]);

    ReleaseWriter writer = new ReleaseWriter(manifest);
    weights.forEach(writer::tensor);
    for (int steps : new int[] {Probe.MAX_STEPS, 0, 3}) {
      writer.probe(churnProbe(weights, steps));
    }
    return write(writer);
  }

  private static float[] signed(float[] values, int sign) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= sign;
    }
    return values;
  }

  static byte[] recommenderZip() {
    return recommenderZip("1", 1f);
  }

  private static byte[] recommenderZip(String version, float weight) {
    int categories = VOCABULARY.size();
    int width = UNITS + categories;
    Manifest manifest =
        new Manifest(
            "recommender",
            version,
            new Task.Recommend(VOCABULARY, 0.8f),
            List.of(
                new LayerSpec.Embedding("embedding", LayerSpec.ITEMS, categories, 2),
                new LayerSpec.Lstm("lstm", "embedding", 2, UNITS),
                new LayerSpec.Dense(
                    Task.Recommend.CATEGORIES,
                    List.of("lstm", LayerSpec.RECENT),
                    width,
                    categories,
                    Activation.SOFTMAX)),
            new Provenance("00".repeat(32), "written by hand", 1, Source.DL4J),
            new TreeMap<>());
    Map<String, float[]> weights = new TreeMap<>(lstm(2));
    weights.put("embedding/W", random(categories * 2, 5));
    float[] dense = new float[width * categories];
    for (int i = 0; i < categories; i++) {
      dense[(UNITS + i) * categories + i] = weight;
      dense[i] = 0.1f;
    }
    weights.put("categories/W", dense);
    weights.put("categories/b", new float[categories]);

    ReleaseWriter writer = new ReleaseWriter(manifest);
    weights.forEach(writer::tensor);
    for (int steps : new int[] {Probe.MAX_STEPS, 0, 3}) {
      writer.probe(recommenderProbe(weights, steps));
    }
    return write(writer);
  }

  private static Probe churnProbe(Map<String, float[]> weights, int count) {
    Random random = new Random(count);
    float[] steps = gaussian(random, count * ChurnStep.WIDTH);
    float[] features = gaussian(random, FeatureCatalogue.size());
    double[] state = new double[2 * UNITS];
    for (int i = 0; i < count; i++) {
      int at = i * ChurnStep.WIDTH;
      lstmStep(weights, Arrays.copyOfRange(steps, at, at + ChurnStep.WIDTH), state);
    }
    double spend = dot(weights, "spend", state, features);
    return new Probe(
        steps,
        features,
        floats(state),
        new float[] {
          (float) sigmoid(dot(weights, "churn", state, features)),
          (float) sigmoid(dot(weights, "purchase7", state, features)),
          (float) Math.log1p(Math.exp(spend))
        });
  }

  private static Probe recommenderProbe(Map<String, float[]> weights, int count) {
    Random random = new Random(count);
    int categories = VOCABULARY.size();
    float[] steps = new float[count];
    double[] state = new double[2 * UNITS];
    float[] table = weights.get("embedding/W");
    for (int i = 0; i < count; i++) {
      int row = random.nextInt(categories);
      steps[i] = row;
      lstmStep(weights, new float[] {table[2 * row], table[2 * row + 1]}, state);
    }
    float[] recent = new float[categories];
    for (int i = 0; i < categories; i++) {
      recent[i] = random.nextFloat();
    }
    float[] dense = weights.get("categories/W");
    double[] outputs = new double[categories];
    for (int k = 0; k < categories; k++) {
      for (int i = 0; i < UNITS + categories; i++) {
        outputs[k] += dense[i * categories + k] * (i < UNITS ? state[i] : recent[i - UNITS]);
      }
      outputs[k] = Math.exp(outputs[k]);
    }
    double sum = Arrays.stream(outputs).sum();
    for (int k = 0; k < categories; k++) {
      outputs[k] /= sum;
    }
    return new Probe(steps, recent, floats(state), floats(outputs));
  }

  /** One step; column blocks candidate, forget, output, input; state is h, then c. */
  private static void lstmStep(Map<String, float[]> weights, float[] x, double[] state) {
    double[] z = new double[4 * UNITS];
    for (int j = 0; j < z.length; j++) {
      z[j] = weights.get("lstm/b")[j];
      for (int i = 0; i < x.length; i++) {
        float clipped = Math.max(-CLIP, Math.min(CLIP, x[i]));
        z[j] += clipped * weights.get("lstm/W")[i * z.length + j];
      }
      for (int i = 0; i < UNITS; i++) {
        z[j] += state[i] * weights.get("lstm/RW")[i * z.length + j];
      }
    }
    for (int u = 0; u < UNITS; u++) {
      double candidate = Math.tanh(z[u]);
      double forget = sigmoid(z[UNITS + u]);
      double output = sigmoid(z[2 * UNITS + u]);
      double input = sigmoid(z[3 * UNITS + u]);
      state[UNITS + u] = forget * state[UNITS + u] + input * candidate;
      state[u] = output * Math.tanh(state[UNITS + u]);
    }
  }

  private static double dot(
      Map<String, float[]> weights, String head, double[] state, float[] features) {
    float[] w = weights.get(head + "/W");
    double sum = weights.get(head + "/b")[0];
    for (int i = 0; i < w.length; i++) {
      sum += w[i] * (i < UNITS ? state[i] : features[i - UNITS]);
    }
    return sum;
  }

  private static Map<String, float[]> lstm(int inputs) {
    return Map.of(
        "lstm/W", random(inputs * 4 * UNITS, 1),
        "lstm/RW", random(UNITS * 4 * UNITS, 2),
        "lstm/b", random(4 * UNITS, 3));
  }

  /** Reads the LSTM a little and the first feature, log days since the last purchase, a lot. */
  private static float[] head(int width, float recency) {
    float[] weights = new float[width];
    Arrays.fill(weights, 0, UNITS, 0.05f);
    weights[UNITS] = recency;
    return weights;
  }

  private static float[] random(int count, long seed) {
    float[] values = gaussian(new Random(seed), count);
    for (int i = 0; i < count; i++) {
      values[i] *= 0.2f;
    }
    return values;
  }

  private static float[] gaussian(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static byte[] write(ReleaseWriter writer) {
    try {
      return writer.source("not read".getBytes(UTF_8)).card("# By hand\n").write();
    } catch (RefusedReleaseException e) {
      throw new AssertionError(e);
    }
  }

  private static Release read(byte[] zip) {
    try {
      return Release.read(zip);
    } catch (RefusedReleaseException e) {
      throw new AssertionError(e);
    }
  }
}
