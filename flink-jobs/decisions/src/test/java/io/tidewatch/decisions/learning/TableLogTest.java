package io.tidewatch.decisions.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TableLogTest {
  @Test
  void agreesWithTheLibraryOverAllMagnitudes() {
    for (double x = 1e-12; x < 1e12; x *= 1.0037) {
      assertThat(TableLog.of(x)).as("%s", x).isCloseTo(Math.log(x), within(1e-12));
    }
    for (double x = 0.5; x <= 2; x += 0.0001) {
      assertThat(TableLog.of(x)).as("%s", x).isCloseTo(Math.log(x), within(1e-12));
    }
  }
}
