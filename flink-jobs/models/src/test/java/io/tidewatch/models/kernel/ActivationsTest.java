package io.tidewatch.models.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ActivationsTest {
  private interface InPlace {
    void apply(float[] values, int from, int to);
  }

  @Test
  void followTheirDefinitions() {
    assertFollows(Activations::tanh, Math::tanh, 5e-7);
    assertFollows(Activations::sigmoid, x -> 1 / (1 + Math.exp(-x)), 3e-7);
    assertFollows(Activations::hardSigmoid, x -> Math.max(0, Math.min(1, 0.2 * x + 0.5)), 1e-6);
    assertFollows(Activations::relu, x -> Math.max(0, x), 0);
    assertFollows(Activations::leakyRelu, x -> x > 0 ? x : 0.01 * x, 1e-6);
    assertFollows(Activations::softplus, x -> Math.log1p(Math.exp(x)), 3e-6);
  }

  @Test
  void tanhAndSigmoidStayInTheirRange() {
    for (float x = -200; x <= 200; x += 0.003f) {
      float[] y = {x, x};
      Activations.tanh(y, 0, 1);
      Activations.sigmoid(y, 1, 2);
      assertThat(y[0]).isBetween(-1f, 1f);
      assertThat(y[1]).isBetween(0f, 1f);
    }
  }

  @Test
  void expIsPreciseAndCutWhereFloatsEnd() {
    for (double x = -86; x < 87; x += 0.0037) {
      double truth = Math.exp((float) x);
      assertThat(Activations.exp((float) x) / truth).isCloseTo(1, within(3e-7));
    }
    assertThat(Activations.exp(-1e9f)).isBetween(0f, 1e-37f);
    assertThat(Activations.exp(1e9f)).isFinite();
  }

  @Test
  void softplusIsFiniteFarOut() {
    float[] y = {-1_000, 0, 1_000};
    Activations.softplus(y, 0, 3);
    assertThat(y[0]).isCloseTo(0f, within(1e-30f));
    assertThat(y[1]).isCloseTo((float) Math.log(2), within(1e-6f));
    assertThat(y[2]).isEqualTo(1_000f);
  }

  @Test
  void softmaxSumsToOneHoweverLargeItsInputs() {
    float[] y = {1_000, 1_001, -5_000, 999};
    Activations.softmax(y, 0, 4);
    double sum = Math.exp(-1) + 1 + Math.exp(-2);
    assertThat(y[0]).isCloseTo((float) (Math.exp(-1) / sum), within(1e-6f));
    assertThat(y[1]).isCloseTo((float) (1 / sum), within(1e-6f));
    assertThat(y[2]).isCloseTo(0f, within(1e-6f));
    assertThat(y[0] + y[1] + y[2] + y[3]).isCloseTo(1f, within(1e-6f));
  }

  @Test
  void touchOnlyTheirRange() {
    float[] y = {3, 3, 3};
    Activations.tanh(y, 1, 2);
    assertThat(y[0]).isEqualTo(3);
    assertThat(y[1]).isLessThan(1);
    assertThat(y[2]).isEqualTo(3);
  }

  private static void assertFollows(InPlace kernel, DoubleUnaryOperator truth, double tolerance) {
    var inputs = new float[40_001];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (i - 20_000) * 1e-3f;
    }
    float[] outputs = inputs.clone();
    kernel.apply(outputs, 0, outputs.length);
    for (int i = 0; i < inputs.length; i++) {
      assertThat((double) outputs[i])
          .as("at %s", inputs[i])
          .isCloseTo(truth.applyAsDouble(inputs[i]), within(tolerance));
    }
  }
}
