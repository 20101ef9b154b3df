package io.tidewatch.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassMetricsTest {
  @Test
  void macroF1CountsEveryLabelAlike() {
    ClassMetrics metrics =
        ClassMetrics.of(List.of("a", "a", "a", "b"), List.of("a", "a", "b", "b"));
    assertThat(metrics.accuracy()).isEqualTo(0.75);
    // a: precision 1, recall 2/3; b: precision 1/2, recall 1
    assertThat(metrics.macroF1()).isCloseTo((0.8 + 2.0 / 3) / 2, within(1e-12));
  }

  @Test
  void aLabelThatIsNeverFoundCountsZero() {
    assertThat(ClassMetrics.of(List.of("a", "b"), List.of("a", "a")).macroF1())
        .isCloseTo((2.0 / 3 + 0) / 2, within(1e-12));
  }
}
