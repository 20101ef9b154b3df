package io.tidewatch.models;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.TopItems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** Prints what serving costs on one core, the best of some rounds. Not a test: run its main. */
final class KernelTimings {
  private static final int ROUNDS = 40;
  private static final int CALLS = 10_000;

  private KernelTimings() {}

  public static void main(String[] args) {
    Release churn = TestReleases.release(TestReleases.churnManifest(), 1);
    Release recommender = TestReleases.release(recommender(300), 1);
    CustomerState customer = TestCustomers.folded(TestCustomers.events(3, 40));
    var features = new float[FeatureCatalogue.size()];
    FeatureCatalogue.vector(customer, customer.now(), features);

    Manifest manifest = churn.manifest();
    var network =
        new Network(manifest.layers(), Ports.of(manifest.task()).sources(), churn.tensors());
    var step = new float[ChurnStep.WIDTH];
    ChurnStep.input(customer.steps(), customer.steps().count() - 1, step);
    network.block(LayerSpec.STEPS).put(0, step, 0);
    print("churn step, 13 -> LSTM 24", i -> network.step(1));

    ChurnModel model = ChurnModel.compile(churn);
    var sink = new float[1];
    print("churn score", i -> sink[0] += model.score(customer, features).churn());
    print(
        "churn contributions, 8 groups",
        i -> sink[0] += model.contributions(customer, features).base());

    Manifest other = recommender.manifest();
    Ports ports = Ports.of(other.task());
    var items = new Network(other.layers(), ports.sources(), recommender.tensors());
    print(
        "recommender step, embedding 32 -> LSTM 32",
        i -> {
          items.block(LayerSpec.ITEMS).set(0, 0, i % 300);
          items.step(1);
        });
    Recommender recommend = Recommender.compile(recommender);
    var probabilities = new float[300];
    print("probabilities of 300 categories", i -> recommend.probabilities(customer, probabilities));
    print("top 10 of 300 categories", i -> sink[0] += recommend.top(customer, 10).size());
    for (int batch : new int[] {1, 8, 32, 128}) {
      batches(batch);
    }
    System.out.println("(ignore: " + sink[0] + ")");
  }

  /** The shapes of the published comparison, microseconds per row. */
  private static void batches(int batch) {
    List<LayerSpec> mlp =
        List.of(
            new LayerSpec.Dense("a", List.of("x"), 64, 64, Activation.RELU),
            new LayerSpec.Dense("b", List.of("a"), 64, 32, Activation.RELU),
            new LayerSpec.Dense("y", List.of("b"), 32, 1, Activation.SIGMOID));
    Network first = Network.compile(mlp, Map.of("x", 64), draw(mlp), Kernels.best());
    float[] x = draw(batch * 64);
    var y = new float[batch];
    print("MLP 64-64-32-1, batch " + batch, batch, i -> first.evaluate(x, y, batch));

    List<LayerSpec> lstm =
        List.of(
            new LayerSpec.Lstm("lstm", LayerSpec.STEPS, 32, 64),
            new LayerSpec.Dense("y", List.of("lstm"), 64, 1, Activation.SIGMOID));
    Network second = Network.compile(lstm, Map.of(LayerSpec.STEPS, 32), draw(lstm), Kernels.best());
    float[] states = draw(batch * 128);
    print(
        "LSTM step 32 -> 64 with head, batch " + batch,
        batch,
        i -> second.stepAndEvaluate(x, states, y, batch));

    var items = new TopItems(Kernels.best(), draw(10_000 * 64), 10_000, 64, 20);
    var indices = new int[batch * 20];
    var scores = new float[batch * 20];
    print(
        "top 20 of 10,000 items, batch " + batch,
        batch * 100,
        100,
        i -> items.top(x, batch, indices, scores));
  }

  private static Map<String, float[]> draw(List<LayerSpec> layers) {
    var weights = new TreeMap<String, float[]>();
    for (LayerSpec layer : layers) {
      layer.tensors().forEach((name, shape) -> weights.put(name, draw(Tensors.count(shape))));
    }
    return weights;
  }

  private static float[] draw(int count) {
    var random = new Random(count);
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (0.2 * random.nextGaussian());
    }
    return values;
  }

  private static Manifest recommender(int size) {
    var names = new ArrayList<>(TestReleases.CATEGORIES);
    while (names.size() < size) {
      names.add("CATEGORY " + names.size());
    }
    return new Manifest(
        "recommender",
        "7",
        new Task.Recommend(names, 1f),
        List.of(
            new LayerSpec.Embedding("embedding", LayerSpec.ITEMS, size, 32),
            new LayerSpec.Lstm("lstm", "embedding", 32, 32),
            new LayerSpec.Dense(
                Task.Recommend.CATEGORIES,
                List.of("lstm", LayerSpec.RECENT),
                32 + size,
                size,
                Activation.SOFTMAX)),
        TestReleases.recommenderManifest().provenance(),
        new TreeMap<>());
  }

  private static void print(String what, IntConsumer call) {
    print(what, 1, call);
  }

  private static void print(String what, int batch, IntConsumer call) {
    print(what, batch, 1, call);
  }

  private static void print(String what, int perCall, int scale, IntConsumer call) {
    int calls = CALLS / perCall + 1;
    int rows = perCall / scale;
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        call.accept(i);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.printf("%-45s %7.3f us%n", what, best / 1e3 / calls / rows);
  }
}
