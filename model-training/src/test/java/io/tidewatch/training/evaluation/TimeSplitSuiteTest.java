package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class TimeSplitSuiteTest {
  @Test
  void learnsFromTheDaysRightBeforeThoseItMeasures() {
    TimeSplitSuite split = TimeSplitSuite.endingOn(LocalDate.of(2017, 10, 28), 28);

    assertThat(split.measure()).isEqualTo(new Window(LocalDate.of(2017, 9, 30), 28));
    assertThat(split.measure().lastForecast()).isEqualTo("2017-10-28");
    assertThat(split.learn().lastForecast()).isEqualTo("2017-09-30");
    assertThat(split.learn().lastObserved()).isEqualTo("2017-09-02");
  }

  @Test
  void observesTheWholeOfTheLastDay() {
    assertThat(new Window(LocalDate.of(1970, 1, 1), 7).observedUntilMicros())
        .isEqualTo(86_400_000_000L - 1);
  }
}
