package io.tidewatch.training.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class CupedTest {
  /** Outcomes are 2 per unit of what was known before, noise of deviation 1, and the effect. */
  private static Cuped.Group group(int size, double perUnit, double effect, long seed) {
    Random random = new Random(seed);
    double[] outcomes = new double[size];
    double[] before = new double[size];
    for (int i = 0; i < size; i++) {
      before[i] = random.nextGaussian();
      outcomes[i] = perUnit * before[i] + random.nextGaussian() + effect;
    }
    return new Cuped.Group(outcomes, before);
  }

  @Test
  void takesAwayWhatWasKnown() {
    Cuped cuped = Cuped.of(group(20_000, 2, 0.5, 1), group(5_000, 2, 0, 2));

    assertThat(cuped.theta()).isEqualTo(2, within(0.03));
    // The variance was 2^2 + 1, and 1 is left.
    assertThat(cuped.varianceSaved()).isEqualTo(0.8, within(0.01));
    assertThat(cuped.effect().effect().contains(0.5)).isTrue();
  }

  @Test
  void savesNothingWhereNothingWasKnown() {
    Cuped cuped = Cuped.of(group(5_000, 0, 0.5, 1), group(5_000, 0, 0, 2));

    assertThat(cuped.varianceSaved()).isEqualTo(0, within(0.002));
    assertThat(cuped.effect().effect().contains(0.5)).isTrue();
  }

  @Test
  void leavesOutcomesAloneWhereWhatWasKnownIsTheSameForAll() {
    double[] outcomes = {1, 2, 4};
    Cuped cuped =
        Cuped.of(
            new Cuped.Group(outcomes, new double[3]), new Cuped.Group(outcomes, new double[3]));

    assertThat(cuped.theta()).isZero();
    assertThat(cuped.varianceSaved()).isZero();
  }

  @Test
  void refusesGroupsThatDoNotFit() {
    assertThatThrownBy(() -> new Cuped.Group(new double[2], new double[3]))
        .hasMessage("2 outcomes but 3 values from before");
  }
}
