package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkTest {
  @Test
  void stateStaysWithTheReferenceOverThousandSteps() {
    Manifest manifest = TestReleases.churnManifest();
    ReferenceNetwork reference = TestReleases.reference(manifest, 1);
    Network network = network(manifest, 1);
    var random = new Random(9);
    var state = new float[network.stateSize()];
    for (int step = 0; step < 1_000; step++) {
      reference.set(LayerSpec.STEPS, draw(network, LayerSpec.STEPS, random));
      network.step(1);
      network.scatter(0, state);
      reference.step();
      assertClose(state, reference.state(), 2e-6f);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void denseFollowsTheReferenceWithEveryActivation(Activation activation) {
    List<LayerSpec> layers =
        List.of(
            new LayerSpec.Lstm("lstm", LayerSpec.STEPS, 3, 5),
            new LayerSpec.Dense("a", List.of("lstm", LayerSpec.FEATURES), 12, 9, activation),
            new LayerSpec.Dense("b", List.of("a", "lstm"), 14, 2, activation));
    Map<String, float[]> weights = weights(layers, 3);
    var network =
        new Network(layers, Map.of(LayerSpec.STEPS, 3, LayerSpec.FEATURES, 7), tensors(weights));
    var reference = new ReferenceNetwork(layers, weights);
    var random = new Random(4);
    reference.set(LayerSpec.STEPS, draw(network, LayerSpec.STEPS, random));
    reference.set(LayerSpec.FEATURES, draw(network, LayerSpec.FEATURES, random));

    network.step(1);
    network.evaluate(1);
    reference.step();
    reference.evaluate();

    for (String layer : List.of("a", "b")) {
      double[] truth = reference.value(layer);
      for (int j = 0; j < truth.length; j++) {
        assertThat((double) network.block(layer).get(0, j)).isCloseTo(truth[j], within(2e-6));
      }
    }
  }

  @Property(tries = 30)
  void resultsDoNotDependOnEarlierCalls(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int earlierCalls) {
    Manifest manifest = TestReleases.churnManifest();
    Network fresh = network(manifest, 1);
    Network used = network(manifest, 1);
    var noise = new Random(seed);
    for (int i = 0; i < earlierCalls; i++) {
      draw(used, LayerSpec.STEPS, noise);
      draw(used, LayerSpec.FEATURES, noise);
      used.step(1);
      used.evaluate(1);
    }
    assertThat(run(used, seed)).containsExactly(run(fresh, seed));
  }

  private static float[] run(Network network, long seed) {
    var random = new Random(seed);
    var state = new float[network.stateSize()];
    network.gather(0, state);
    for (int i = 0; i < 5; i++) {
      draw(network, LayerSpec.STEPS, random);
      network.step(1);
    }
    draw(network, LayerSpec.FEATURES, random);
    network.evaluate(1);
    network.scatter(0, state);
    float[] all = java.util.Arrays.copyOf(state, state.length + 3);
    all[state.length] = network.block(Task.Churn.CHURN).get(0, 0);
    all[state.length + 1] = network.block(Task.Churn.PURCHASE7).get(0, 0);
    all[state.length + 2] = network.block(Task.Churn.SPEND).get(0, 0);
    return all;
  }

  /** Puts random values into the first row of a source, and returns them. */
  private static float[] draw(Network network, String source, Random random) {
    var values = new float[network.block(source).width()];
    fill(values, random);
    network.block(source).put(0, values, 0);
    return values;
  }

  private static Network network(Manifest manifest, long seed) {
    return new Network(
        manifest.layers(),
        Ports.of(manifest.task()).sources(),
        tensors(TestReleases.weights(manifest, seed)));
  }

  private static Tensors tensors(Map<String, float[]> weights) {
    var tensors = new TreeMap<String, Tensors.Tensor>();
    weights.forEach(
        (name, values) -> tensors.put(name, new Tensors.Tensor(List.of(values.length), values)));
    return new Tensors(tensors);
  }

  private static Map<String, float[]> weights(List<LayerSpec> layers, long seed) {
    var random = new Random(seed);
    var weights = new TreeMap<String, float[]>();
    for (LayerSpec layer : layers) {
      layer
          .tensors()
          .forEach(
              (name, shape) -> {
                var values = new float[Tensors.count(shape)];
                fill(values, random);
                weights.put(name, values);
              });
    }
    return weights;
  }

  private static void fill(float[] values, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  private static void assertClose(float[] actual, float[] expected, float tolerance) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(tolerance));
    }
  }
}
