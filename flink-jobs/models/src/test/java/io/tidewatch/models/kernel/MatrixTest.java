package io.tidewatch.models.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MatrixTest {
  private static final Kernels KERNELS = Kernels.best();

  @Property(tries = 100)
  void productIsTheSumOverTheInputs(
      @ForAll @IntRange(min = 1, max = 40) int inputs,
      @ForAll @IntRange(min = 1, max = 40) int outputs,
      @ForAll long seed) {
    var random = new Random(seed);
    float[] weights = draw(random, inputs * outputs);
    float[] x = draw(random, inputs);
    float[] start = draw(random, outputs);
    Matrix matrix = KERNELS.matrix(weights, 0, inputs, outputs);

    Rows y = Rows.of(start);
    matrix.addProduct(Rows.of(x), y, 1);

    for (int j = 0; j < outputs; j++) {
      double sum = start[j];
      float inOrder = start[j];
      for (int i = 0; i < inputs; i++) {
        sum += (double) x[i] * weights[i * outputs + j];
        inOrder = Math.fma(x[i], weights[i * outputs + j], inOrder);
      }
      assertThat((double) y.get(0, j)).isCloseTo(sum, within(1e-5));
      assertThat(y.get(0, j)).as("order of additions").isEqualTo(inOrder);
    }
  }

  @Property(tries = 50)
  void zerosAddNothing(@ForAll @IntRange(min = 8, max = 40) int inputs, @ForAll long seed) {
    var random = new Random(seed);
    float[] weights = draw(random, inputs * 3);
    Matrix matrix = KERNELS.matrix(weights, 0, inputs, 3);
    var x = new Rows(1, inputs);
    int only = random.nextInt(inputs);
    x.set(0, only, 1);
    var y = new Rows(1, 3);
    matrix.addProduct(x, y, 1);
    for (int j = 0; j < 3; j++) {
      assertThat(y.get(0, j)).isEqualTo(weights[only * 3 + j]);
    }
  }

  @Property(tries = 50)
  void blocksOneAfterTheOtherAreTheWhole(
      @ForAll @IntRange(min = 1, max = 20) int first,
      @ForAll @IntRange(min = 1, max = 20) int second,
      @ForAll long seed) {
    var random = new Random(seed);
    float[] weights = draw(random, (first + second) * 5);
    float[] x = draw(random, first + second);
    var whole = new Rows(1, 5);
    KERNELS.matrix(weights, 0, first + second, 5).addProduct(Rows.of(x), whole, 1);

    var parts = new Rows(1, 5);
    KERNELS.matrix(weights, 0, first, 5).addProduct(Rows.of(Arrays.copyOf(x, first)), parts, 1);
    KERNELS
        .matrix(weights, first, second, 5)
        .addProduct(Rows.of(Arrays.copyOfRange(x, first, first + second)), parts, 1);
    assertThat(parts.values()).containsExactly(whole.values());
  }

  private static float[] draw(Random random, int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
