package io.tidewatch.decisions.learning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableLogisticTest {
  @Test
  void isNeverBelowAndHardlyAbove() {
    for (double x = -16; x < 40; x += 0.0137) {
      double exact = Activation.logistic(x);
      assertThat(TableLogistic.atLeast(x)).as("%s", x).isBetween(exact, 1.07 * exact);
    }
    for (double x : new double[] {-1e300, -700, -17}) {
      assertThat(TableLogistic.atLeast(x))
          .as("%s", x)
          .isBetween(Activation.logistic(x), 1.07 * Activation.logistic(-16));
    }
  }
}
