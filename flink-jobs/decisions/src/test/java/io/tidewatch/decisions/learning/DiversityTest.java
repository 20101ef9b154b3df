package io.tidewatch.decisions.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiversityTest {
  private static final long DAY = Examples.DAY;

  @Test
  void takesWeightFromWhatTheCustomerHadLately() {
    long made = Examples.START;
    assertThat(Diversity.DEFAULT.weight(made, made)).isEqualTo(0.5);
    assertThat(Diversity.DEFAULT.weight(made, made + 7 * DAY)).isCloseTo(0.75, within(1e-12));
    assertThat(Diversity.DEFAULT.weight(made, made + 700 * DAY)).isCloseTo(1, within(1e-9));
  }

  @Test
  void leavesAloneWhatTheCustomerNeverHad() {
    assertThat(Diversity.DEFAULT.weight(0, Examples.START)).isEqualTo(1);
  }

  @Test
  void refusesWhatWouldMakeWeightsNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Diversity(1.1, Duration.ofDays(7)))
        .withMessage("strength=1.1 must be 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Diversity(0.5, Duration.ZERO))
        .withMessageStartingWith("halfLife=PT0S");
  }
}
