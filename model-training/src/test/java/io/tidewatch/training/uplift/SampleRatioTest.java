package io.tidewatch.training.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SampleRatioTest {
  @Test
  void isPearsonsTest() {
    // (60 - 50)^2 / 50 twice; 4 on one degree of freedom has p = 0.0455.
    SampleRatio ratio = SampleRatio.test(List.of(60L, 40L), List.of(0.5, 0.5));

    assertThat(ratio.chiSquared()).isEqualTo(4, within(1e-12));
    assertThat(ratio.p()).isEqualTo(0.0455, within(1e-4));
    assertThat(ratio.mismatch()).isFalse();
  }

  @Test
  void seesLostCustomers() {
    assertThat(SampleRatio.test(List.of(9_500L, 400L), List.of(0.95, 0.05)).mismatch()).isTrue();
    assertThat(SampleRatio.test(List.of(9_500L, 500L), List.of(0.95, 0.05)).mismatch()).isFalse();
  }

  @Test
  void refusesAnEmptyExperiment() {
    assertThatThrownBy(() -> SampleRatio.test(List.of(0L, 0L), List.of(0.5, 0.5)))
        .hasMessageContaining("no customers in 2 groups");
  }
}
