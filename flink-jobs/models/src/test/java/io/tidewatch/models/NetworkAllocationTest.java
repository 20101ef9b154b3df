package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.TopItems;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Once compiled, the kernels allocate nothing: vectors that a compiler fails to keep in registers
 * become objects, which costs more than it gains. Waits for the compiler.
 */
class NetworkAllocationTest {
  private static final int CALLS = 200;
  private static final int ROUNDS = 3_000;
  private static final int QUIET_ROUNDS = 20;

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "vector"})
  void compiledKernelsAllocateNothing(String variant) {
    Kernels kernels = variant.equals("scalar") ? Kernels.scalar() : Kernels.vector().orElseThrow();
    List<LayerSpec> layers =
        List.of(
            new LayerSpec.Standardise("z", LayerSpec.STEPS, 13, 8f),
            new LayerSpec.Lstm("lstm", "z", 13, 40),
            new LayerSpec.Dense("a", List.of("lstm"), 40, 100, Activation.TANH),
            new LayerSpec.Dense("b", List.of("a", "lstm"), 140, 48, Activation.RELU),
            new LayerSpec.Dense("c", List.of("b"), 48, 1, Activation.SIGMOID),
            new LayerSpec.Dense("d", List.of("b", "c"), 49, 20, Activation.SOFTMAX));
    Network network = Network.compile(layers, Map.of(LayerSpec.STEPS, 13), draw(layers), kernels);
    var items = new TopItems(kernels, draw(300 * 20), 300, 20, 5);
    float[] x = draw(33 * 13);
    float[] states = draw(33 * 80);
    var y = new float[33 * 20];
    var indices = new int[33 * 5];
    var scores = new float[33 * 5];

    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    int quiet = 0;
    for (int round = 0; round < ROUNDS && quiet < QUIET_ROUNDS; round++) {
      long before = threads.getThreadAllocatedBytes(self);
      for (int i = 0; i < CALLS; i++) {
        int batch = i % 33 + 1;
        network.stepAndEvaluate(x, states, y, batch);
        items.top(y, batch, indices, scores);
      }
      quiet = threads.getThreadAllocatedBytes(self) == before ? quiet + 1 : 0;
    }
    assertThat(quiet).as("rounds without allocation, one after the other").isEqualTo(QUIET_ROUNDS);
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
}
