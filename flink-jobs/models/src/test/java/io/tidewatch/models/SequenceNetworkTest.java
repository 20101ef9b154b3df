package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.models.LayerSpec.Convolution1D;
import io.tidewatch.models.LayerSpec.Dense;
import io.tidewatch.models.LayerSpec.ElementWise;
import io.tidewatch.models.LayerSpec.EmbeddingSequence;
import io.tidewatch.models.LayerSpec.GlobalPooling;
import io.tidewatch.models.LayerSpec.Operation;
import io.tidewatch.models.LayerSpec.Padding;
import io.tidewatch.models.LayerSpec.Pooling;
import io.tidewatch.models.LayerSpec.Subset;
import io.tidewatch.models.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Networks over whole sequences, such as texts, without a release. */
class SequenceNetworkTest {
  private static final int STEPS = 45;
  private static final int WORDS = 50;
  private static final List<LayerSpec> TEXT = text();

  @Property(tries = 20)
  void textsComeOutTheSameInAnyBatchAndOrder(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int batch) {
    Map<String, float[]> weights = weights(TEXT, 1);
    float[] texts = texts(new Random(seed), batch);
    var together = new float[batch * 4];
    network(weights).evaluate(texts, together, batch);
    Network alone = network(weights);
    var one = new float[4];
    for (int row = batch - 1; row >= 0; row--) {
      alone.evaluate(Arrays.copyOfRange(texts, row * STEPS, (row + 1) * STEPS), one, 1);
      assertThat(one).containsExactly(Arrays.copyOfRange(together, row * 4, row * 4 + 4));
    }
  }

  @Test
  void whatStandsBehindTheEndOfATextDoesNotCount() {
    Network network = network(weights(TEXT, 1));
    float[] text = texts(new Random(4), 1);
    text[20] = -1;
    var y = new float[4];
    network.evaluate(text, y, 1);
    float[] other = text.clone();
    Arrays.fill(other, 21, STEPS, 7);
    var z = new float[4];
    network.evaluate(other, z, 1);
    assertThat(z).containsExactly(y);
  }

  @Test
  void anEmptyTextGivesWhatTheLayersBehindThePoolingMakeOfZeros() {
    List<LayerSpec> layers =
        List.of(
            new EmbeddingSequence("words", "tokens", STEPS, WORDS, 6),
            new Convolution1D(
                "c", List.of("words"), STEPS, 6, 3, 1, Padding.SAME, 5, Activation.SIGMOID),
            new GlobalPooling("max", "c", STEPS, 5, Pooling.MAX));
    var y = new float[5];
    Network.compile(layers, Map.of("tokens", STEPS), weights(layers, 2), Kernels.best())
        .evaluate(filled(STEPS, -1), y, 1);
    assertThat(y).containsOnly(0f);
  }

  @Test
  void convolutionFollowsItsDefinitionInEveryMode() {
    var random = new Random(6);
    for (Padding padding : Padding.values()) {
      for (int kernel = 1; kernel <= 6; kernel++) {
        for (int stride = 1; stride <= 4; stride++) {
          convolutionFollowsItsDefinition(random, padding, kernel, stride);
        }
      }
    }
  }

  private static void convolutionFollowsItsDefinition(
      Random random, Padding padding, int kernel, int stride) {
    int steps = 37;
    var spec =
        new Convolution1D(
            "c", List.of("a", "b"), steps, 5, kernel, stride, padding, 4, Activation.TANH);
    List<LayerSpec> layers =
        List.of(
            new Subset("a", List.of("x"), steps * 5, 0, steps * 2),
            new Subset("b", List.of("x"), steps * 5, steps * 2, steps * 3),
            spec);
    Map<String, float[]> weights = weights(layers, 3);
    float[] x = gaussian(random, steps * 5);
    var y = new float[spec.outputs()];
    Network.compile(layers, Map.of("x", steps * 5), weights, Kernels.best()).evaluate(x, y, 1);

    float[] w = weights.get("c/W");
    for (int out = 0; out < spec.outputSteps(); out++) {
      for (int filter = 0; filter < 4; filter++) {
        double sum = weights.get("c/b")[filter];
        for (int k = 0; k < kernel; k++) {
          int step = out * stride + k - before(padding, kernel, stride, steps);
          for (int j = 0; j < 5 && step >= 0 && step < steps; j++) {
            float value = j < 2 ? x[step * 2 + j] : x[steps * 2 + step * 3 + j - 2];
            sum += value * (double) w[(k * 5 + j) * 4 + filter];
          }
        }
        assertThat((double) y[out * 4 + filter]).isCloseTo(Math.tanh(sum), within(2e-6));
      }
    }
  }

  /** As TensorFlow and DL4J define the modes, written anew. */
  private static int before(Padding padding, int kernel, int stride, int steps) {
    return switch (padding) {
      case TRUNCATE -> 0;
      case CAUSAL -> kernel - 1;
      case SAME -> {
        int outputs = (int) Math.ceil(steps / (double) stride);
        yield Math.max((outputs - 1) * stride + kernel - steps, 0) / 2;
      }
    };
  }

  @Test
  void elementWiseLayersAndSubsetsFollowTheirDefinition() {
    List<LayerSpec> layers = new ArrayList<>();
    layers.add(new Subset("a", List.of("x"), 9, 0, 3));
    layers.add(new Subset("b", List.of("x"), 9, 3, 3));
    layers.add(new Subset("c", List.of("x"), 9, 6, 3));
    List<String> three = List.of("a", "b", "c");
    layers.add(new ElementWise("minus", List.of("a", "b"), Operation.SUBTRACT, 3));
    layers.add(new ElementWise("times", three, Operation.PRODUCT, 3));
    layers.add(new ElementWise("mean", three, Operation.AVERAGE, 3));
    layers.add(new ElementWise("most", three, Operation.MAX, 3));
    List<String> all = List.of("minus", "times", "mean", "most");
    layers.add(new Subset("y", all, 12, 1, 10));
    Network network = Network.compile(layers, Map.of("x", 9), Map.of(), Kernels.best());
    var y = new float[10];
    network.evaluate(new float[] {1, 2, 3, 4, 6, 8, -1, 10, -2}, y, 1);
    assertThat(y).containsExactly(-4, -5, -4, 120, -48, 4f / 3, 6, 3, 4, 10);
  }

  private static List<LayerSpec> text() {
    var layers = new ArrayList<LayerSpec>();
    layers.add(new EmbeddingSequence("words", "tokens", STEPS, WORDS, 12));
    int width = 0;
    var pooled = new ArrayList<String>();
    for (int kernel : new int[] {3, 4, 5}) {
      var c =
          new Convolution1D(
              "c" + kernel,
              List.of("words"),
              STEPS,
              12,
              kernel,
              kernel - 2,
              Padding.SAME,
              9,
              Activation.RELU);
      layers.add(c);
      Pooling pooling = Pooling.values()[kernel - 3];
      layers.add(new GlobalPooling("p" + kernel, c.name(), c.outputSteps(), 9, pooling));
      pooled.add("p" + kernel);
      width += 9;
    }
    layers.add(new Dense("hidden", pooled, width, 10, Activation.TANH));
    layers.add(new Dense("y", List.of("hidden"), 10, 4, Activation.SOFTMAX));
    return layers;
  }

  private static Network network(Map<String, float[]> weights) {
    return Network.compile(TEXT, Map.of("tokens", STEPS), weights, Kernels.best());
  }

  /** Texts of lengths from none to all steps. */
  private static float[] texts(Random random, int count) {
    var texts = new float[count * STEPS];
    for (int row = 0; row < count; row++) {
      int length = random.nextInt(STEPS + 1);
      for (int t = 0; t < STEPS; t++) {
        texts[row * STEPS + t] = t < length ? random.nextInt(WORDS) : -1;
      }
    }
    return texts;
  }

  private static Map<String, float[]> weights(List<LayerSpec> layers, long seed) {
    var random = new Random(seed);
    var weights = new TreeMap<String, float[]>();
    for (LayerSpec layer : layers) {
      layer
          .tensors()
          .forEach((name, shape) -> weights.put(name, gaussian(random, Tensors.count(shape))));
    }
    return weights;
  }

  private static float[] gaussian(Random random, int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (0.4 * random.nextGaussian());
    }
    return values;
  }

  private static float[] filled(int count, float value) {
    var values = new float[count];
    Arrays.fill(values, value);
    return values;
  }
}
