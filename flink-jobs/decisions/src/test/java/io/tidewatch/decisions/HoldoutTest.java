package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldoutTest {

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.3, 1})
  void holdsTheGivenShareOfCustomers(double share) {
    double held =
        IntStream.range(0, 100_000)
                .filter(i -> Holdout.contains("customer-" + i, "salt", share))
                .count()
            / 100_000.0;
    assertThat(held).isCloseTo(share, within(0.003));
  }

  @Test
  void growsWithTheShareWithoutLettingAnybodyOut() {
    for (int i = 0; i < 1_000; i++) {
      if (Holdout.contains("c" + i, "salt", 0.1)) {
        assertThat(Holdout.contains("c" + i, "salt", 0.2)).isTrue();
      }
    }
  }

  @Test
  void drawsAnotherGroupWithAnotherSalt() {
    long both =
        IntStream.range(0, 10_000)
            .filter(i -> Holdout.contains("c" + i, "a", 0.5) && Holdout.contains("c" + i, "b", 0.5))
            .count();
    assertThat(both / 10_000.0).isCloseTo(0.25, within(0.02));
  }
}
