package io.tidewatch.models.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MatrixTest {
  @Property(tries = 100)
  void productIsTheSumOfTheRows(
      @ForAll @IntRange(min = 1, max = 40) int inputs,
      @ForAll @IntRange(min = 1, max = 40) int outputs,
      @ForAll long seed) {
    var random = new Random(seed);
    float[] weights = draw(random, inputs * outputs);
    float[] x = draw(random, inputs);
    float[] start = draw(random, outputs);
    Matrix matrix = Matrix.of(weights, 0, inputs, outputs);

    float[] y = start.clone();
    matrix.addProduct(x, y);

    float[] rowByRow = start.clone();
    for (int i = 0; i < inputs; i++) {
      matrix.addRow(i, x[i], rowByRow);
    }
    assertThat(y).as("order of additions").containsExactly(rowByRow);
    for (int j = 0; j < outputs; j++) {
      double sum = start[j];
      for (int i = 0; i < inputs; i++) {
        sum += (double) x[i] * weights[i * outputs + j];
      }
      assertThat((double) y[j]).isCloseTo(sum, within(1e-5));
    }
  }

  @Property(tries = 50)
  void zerosAddNothing(@ForAll @IntRange(min = 8, max = 40) int inputs, @ForAll long seed) {
    var random = new Random(seed);
    Matrix matrix = Matrix.of(draw(random, inputs * 3), 0, inputs, 3);
    var x = new float[inputs];
    int only = random.nextInt(inputs);
    x[only] = 1;
    var y = new float[3];
    matrix.addProduct(x, y);

    var row = new float[3];
    matrix.copyRow(only, row);
    assertThat(y).containsExactly(row);
  }

  @Property(tries = 50)
  void blocksOneAfterTheOtherAreTheWhole(
      @ForAll @IntRange(min = 1, max = 20) int first,
      @ForAll @IntRange(min = 1, max = 20) int second,
      @ForAll long seed) {
    var random = new Random(seed);
    float[] weights = draw(random, (first + second) * 5);
    float[] x = draw(random, first + second);
    var whole = new float[5];
    Matrix.of(weights, 0, first + second, 5).addProduct(x, whole);

    var parts = new float[5];
    Matrix.of(weights, 0, first, 5).addProduct(java.util.Arrays.copyOf(x, first), parts);
    Matrix.of(weights, first, second, 5)
        .addProduct(java.util.Arrays.copyOfRange(x, first, first + second), parts);
    assertThat(parts).containsExactly(whole);
  }

  private static float[] draw(Random random, int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
