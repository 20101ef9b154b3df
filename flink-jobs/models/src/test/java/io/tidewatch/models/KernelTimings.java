package io.tidewatch.models;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** Prints what serving costs on one core, the best of some rounds. Not a test: run its main. */
final class KernelTimings {
  private static final int ROUNDS = 30;
  private static final int CALLS = 5_000;

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
    System.out.println("(ignore: " + sink[0] + ")");
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
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        call.accept(i);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.printf("%-45s %7.2f us%n", what, best / 1e3 / CALLS);
  }
}
