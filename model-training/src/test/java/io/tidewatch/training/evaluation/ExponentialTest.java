package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class ExponentialTest {
  private final Exponential exponential = new Exponential();

  @Test
  void isTheExponentialFunctionWithinItsRange() {
    INDArray out = exponential.getActivation(Nd4j.create(new float[] {-1, 0, 2, 100}), true);

    assertThat(out.getFloat(0)).isCloseTo((float) Math.exp(-1), within(1e-6f));
    assertThat(out.getFloat(1)).isEqualTo(1f);
    assertThat(out.getFloat(2)).isCloseTo((float) Math.exp(2), within(1e-5f));
    assertThat(out.getFloat(3)).isCloseTo((float) Math.exp(8), within(0.1f));
  }

  @Test
  void isItsOwnDerivative() {
    float[] at = {-2, 0.5f, 3};
    INDArray back =
        exponential
            .backprop(Nd4j.create(at.clone()), Nd4j.create(new float[] {1, 2, -1}))
            .getFirst();

    assertThat(back.getFloat(0)).isCloseTo((float) Math.exp(-2), within(1e-6f));
    assertThat(back.getFloat(1)).isCloseTo(2 * (float) Math.exp(0.5), within(1e-5f));
    assertThat(back.getFloat(2)).isCloseTo(-(float) Math.exp(3), within(1e-4f));
  }
}
