package io.tidewatch.models.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Both variants, and every size and composition of a batch, give the same bits. */
class KernelVariantsTest {
  private static final Kernels SCALAR = Kernels.scalar();
  private static final Kernels VECTOR = Kernels.vector().orElseThrow();

  private interface InPlace {
    void apply(Kernels kernels, Rows y, int count);
  }

  @Property(tries = 300)
  void productsAreTheSameBits(
      @ForAll @IntRange(min = 1, max = 200) int inputs,
      @ForAll @IntRange(min = 1, max = 150) int outputs,
      @ForAll @IntRange(min = 1, max = Kernels.BLOCK) int count,
      @ForAll @IntRange(min = 0, max = 100) int percentZero,
      @ForAll long seed) {
    var random = new Random(seed);
    float[] weights = draw(random, inputs * outputs);
    Rows x = rows(random, Kernels.BLOCK, inputs);
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < inputs; i++) {
        if (random.nextInt(100) < percentZero) {
          x.set(row, i, random.nextBoolean() ? 0f : -0f);
        }
      }
    }
    Rows bias = rows(random, 1, outputs);
    var expected = new Rows(Kernels.BLOCK, outputs);
    var actual = new Rows(Kernels.BLOCK, outputs);

    SCALAR.matrix(weights, 0, inputs, outputs).product(x, bias, expected, count);
    Matrix matrix = VECTOR.matrix(weights, 0, inputs, outputs);
    matrix.product(x, bias, actual, count);
    assertSameBits(actual, expected, count);

    // One row after the other, and added to what stands there.
    for (int row = 0; row < count; row++) {
      Rows one = one(x, row);
      var y = new Rows(1, outputs);
      matrix.product(one, bias, y, 1);
      assertSameBits(y, 0, expected, row);
    }
    SCALAR.matrix(weights, 0, inputs, outputs).addProduct(x, expected, count);
    matrix.addProduct(x, actual, count);
    assertSameBits(actual, expected, count);
  }

  @Property(tries = 100)
  void tinyProductsAndZerosKeepTheirBits(
      @ForAll @IntRange(min = 1, max = 40) int inputs,
      @ForAll @IntRange(min = 1, max = 40) int outputs,
      @ForAll long seed) {
    var random = new Random(seed);
    float[] weights = draw(random, inputs * outputs);
    var x = new Rows(1, inputs);
    for (int i = 0; i < inputs; i++) {
      // Most products round to a zero that has a sign.
      x.set(0, i, random.nextInt(3) == 0 ? 0f : (float) (random.nextGaussian() * 1e-44));
    }
    var bias = new Rows(1, outputs);
    for (int j = 0; j < outputs; j++) {
      bias.set(0, j, random.nextBoolean() ? 0f : -0f);
    }
    var expected = new Rows(1, outputs);
    var actual = new Rows(1, outputs);
    SCALAR.matrix(weights, 0, inputs, outputs).product(x, bias, expected, 1);
    VECTOR.matrix(weights, 0, inputs, outputs).product(x, bias, actual, 1);
    assertSameBits(actual, expected, 1);
  }

  @Property(tries = 100)
  void stepsAreTheSameBits(
      @ForAll @IntRange(min = 1, max = 70) int inputs,
      @ForAll @IntRange(min = 1, max = 70) int units,
      @ForAll @IntRange(min = 1, max = Kernels.BLOCK) int count,
      @ForAll long seed) {
    var random = new Random(seed);
    float[] w = draw(random, inputs * 4 * units);
    float[] rw = draw(random, units * 4 * units);
    float[] bias = draw(random, 4 * units);
    LstmStep scalar = SCALAR.lstmStep(w, inputs, rw, units, bias);
    LstmStep vector = VECTOR.lstmStep(w, inputs, rw, units, bias);
    LstmStep single = VECTOR.lstmStep(w, inputs, rw, units, bias);
    var expectedH = new Rows(Kernels.BLOCK, units);
    var expectedC = new Rows(Kernels.BLOCK, units);
    var actualH = new Rows(Kernels.BLOCK, units);
    var actualC = new Rows(Kernels.BLOCK, units);
    int watched = random.nextInt(count);
    var oneH = new Rows(1, units);
    var oneC = new Rows(1, units);
    for (int step = 0; step < 5; step++) {
      Rows x = rows(random, Kernels.BLOCK, inputs);
      scalar.step(x, expectedH, expectedC, count);
      vector.step(x, actualH, actualC, count);
      single.step(one(x, watched), oneH, oneC, 1);
    }
    assertSameBits(actualH, expectedH, count);
    assertSameBits(actualC, expectedC, count);
    assertSameBits(oneH, 0, expectedH, watched);
    assertSameBits(oneC, 0, expectedC, watched);
  }

  @Property(tries = 200)
  void activationsAreTheSameBits(
      @ForAll @IntRange(min = 1, max = 80) int width,
      @ForAll @IntRange(min = 1, max = Kernels.BLOCK) int count,
      @ForAll @IntRange(min = -8, max = 6) int magnitude,
      @ForAll long seed) {
    List<InPlace> activations =
        List.of(
            Kernels::tanh,
            Kernels::sigmoid,
            Kernels::hardSigmoid,
            Kernels::relu,
            Kernels::leakyRelu,
            Kernels::softplus,
            Kernels::softmax);
    for (int i = 0; i < activations.size(); i++) {
      var random = new Random(seed);
      Rows expected = rows(random, Kernels.BLOCK, width);
      for (int j = 0; j < expected.values.length; j++) {
        boolean zero = random.nextInt(20) == 0;
        expected.values[j] *= zero ? 0f : (float) Math.pow(10, magnitude);
      }
      var actual = new Rows(Kernels.BLOCK, width);
      System.arraycopy(expected.values, 0, actual.values, 0, actual.values.length);

      activations.get(i).apply(SCALAR, expected, count);
      activations.get(i).apply(VECTOR, actual, count);

      for (int row = 0; row < Kernels.BLOCK; row++) {
        assertSameBits(actual, row, expected, row);
      }
    }
  }

  @Property(tries = 20)
  void tanhIsTheSameBitsForAnyFloats(@ForAll long seed) {
    var random = new Random(seed);
    var expected = new Rows(1, 10_000);
    var actual = new Rows(1, 10_000);
    for (int j = 0; j < expected.width; j++) {
      float any = Float.intBitsToFloat(random.nextInt());
      float value = Float.isFinite(any) ? any : 0f;
      expected.set(0, j, value);
      actual.set(0, j, value);
    }
    SCALAR.tanh(expected, 1);
    VECTOR.tanh(actual, 1);
    assertSameBits(actual, expected, 1);
  }

  @Test
  void whatIsNotFiniteBecomesNaN() {
    for (Kernels kernels : List.of(SCALAR, VECTOR)) {
      Rows y =
          Rows.of(new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1f});
      kernels.sigmoid(y, 1);
      assertThat(y.get(0, 0)).isNaN();
      assertThat(y.get(0, 1)).isNaN();
      assertThat(y.get(0, 2)).isNaN();
      assertThat(y.get(0, 3)).isFinite();
    }
  }

  @Property(tries = 50)
  void topItemsAreThoseOfTheSortedProducts(
      @ForAll @IntRange(min = 1, max = 300) int items,
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 70) int batch,
      @ForAll @IntRange(min = 1, max = 25) int k,
      @ForAll long seed) {
    Assume.that(k <= items);
    var random = new Random(seed);
    // Few different values, so that many products tie.
    var embeddings = new float[items * width];
    for (int i = 0; i < embeddings.length; i++) {
      embeddings[i] = random.nextInt(3) - 1;
    }
    var hidden = new float[batch * width];
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = random.nextInt(3) - 1;
    }
    for (Kernels kernels : List.of(SCALAR, VECTOR)) {
      var indices = new int[batch * k];
      var scores = new float[batch * k];
      new TopItems(kernels, embeddings, items, width, k).top(hidden, batch, indices, scores);
      for (int row = 0; row < batch; row++) {
        float[] products = products(embeddings, hidden, row, items, width);
        List<Integer> sorted =
            java.util.stream.IntStream.range(0, items)
                .boxed()
                .sorted(java.util.Comparator.comparing(item -> -products[item]))
                .limit(k)
                .toList();
        for (int place = 0; place < k; place++) {
          assertThat(indices[row * k + place]).isEqualTo(sorted.get(place));
          assertThat(scores[row * k + place]).isEqualTo(products[sorted.get(place)]);
        }
      }
    }
  }

  @Property(tries = 20)
  void topItemsAreTheSameBits(@ForAll long seed) {
    var random = new Random(seed);
    float[] embeddings = draw(random, 1_000 * 64);
    float[] hidden = draw(random, 37 * 64);
    var expected = new int[37 * 20];
    var actual = new int[37 * 20];
    var expectedScores = new float[37 * 20];
    var actualScores = new float[37 * 20];
    new TopItems(SCALAR, embeddings, 1_000, 64, 20).top(hidden, 37, expected, expectedScores);
    new TopItems(VECTOR, embeddings, 1_000, 64, 20).top(hidden, 37, actual, actualScores);
    assertThat(actual).isEqualTo(expected);
    for (int i = 0; i < expectedScores.length; i++) {
      assertThat(Float.floatToRawIntBits(actualScores[i]))
          .isEqualTo(Float.floatToRawIntBits(expectedScores[i]));
    }
  }

  private static float[] products(
      float[] embeddings, float[] hidden, int row, int items, int width) {
    var products = new float[items];
    for (int item = 0; item < items; item++) {
      for (int i = 0; i < width; i++) {
        products[item] += hidden[row * width + i] * embeddings[item * width + i];
      }
    }
    return products;
  }

  private static void assertSameBits(Rows actual, Rows expected, int count) {
    for (int row = 0; row < count; row++) {
      assertSameBits(actual, row, expected, row);
    }
  }

  private static void assertSameBits(Rows actual, int row, Rows expected, int expectedRow) {
    for (int j = 0; j < expected.width; j++) {
      float a = actual.get(row, j);
      float e = expected.get(expectedRow, j);
      assertThat(Float.floatToRawIntBits(a))
          .as("row %s column %s: %s and %s", row, j, a, e)
          .isEqualTo(Float.floatToRawIntBits(e));
    }
  }

  private static Rows one(Rows rows, int row) {
    var one = new Rows(1, rows.width);
    one.put(0, rows.values, rows.at(row));
    return one;
  }

  private static Rows rows(Random random, int count, int width) {
    var rows = new Rows(count, width);
    for (int row = 0; row < count; row++) {
      rows.put(row, draw(random, width), 0);
    }
    return rows;
  }

  private static float[] draw(Random random, int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
