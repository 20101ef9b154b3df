package io.tidewatch.decisions.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class NormalTest {
  @Test
  void agreesWithAnotherImplementation() {
    NormalDistribution other = new NormalDistribution();
    for (double x = -9; x <= 9; x += 0.0007) {
      assertThat(Normal.below(x)).isCloseTo(other.cumulativeProbability(x), within(1e-8));
      assertThat(Normal.density(x)).isCloseTo(other.density(x), within(1e-12));
    }
  }

  @Test
  void isDrawnFromEvenly() {
    int draws = 50_000;
    double sum = 0;
    double squares = 0;
    int beyondTwo = 0;
    for (int i = 0; i < draws; i++) {
      double drawn = Draws.normal(Draws.uniform(Draws.with(i, "offer/"), Draws.key("o")));
      sum += drawn;
      squares += drawn * drawn;
      beyondTwo += drawn > 2 ? 1 : 0;
    }
    assertThat(sum / draws).isCloseTo(0, within(0.02));
    assertThat(squares / draws).isCloseTo(1, within(0.03));
    assertThat(beyondTwo / (double) draws).isCloseTo(1 - Normal.below(2), within(0.003));
  }
}
