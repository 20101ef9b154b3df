package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Predicate;
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

  @Test
  void drawsIndependentGroupsForCampaigns() {
    double of = 100_000;
    double spring = share(id -> Holdout.contains(id, "spring", "salt", 0.2));
    double both =
        share(
            id ->
                Holdout.contains(id, "spring", "salt", 0.2)
                    && Holdout.contains(id, "summer", "salt", 0.2));
    double springAndAll =
        share(
            id -> Holdout.contains(id, "spring", "salt", 0.2) && Holdout.contains(id, "salt", 0.2));
    double deviation = Math.sqrt(0.04 * 0.96 / of);
    assertThat(spring).isCloseTo(0.2, within(5 * Math.sqrt(0.16 / of)));
    assertThat(both).isCloseTo(0.04, within(5 * deviation));
    assertThat(springAndAll).isCloseTo(0.04, within(5 * deviation));
  }

  @Test
  void takesNoCampaignForAllOffers() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(Holdout.contains("c" + i, "", "salt", 0.3))
          .isEqualTo(Holdout.contains("c" + i, "salt", 0.3));
    }
  }

  private static double share(Predicate<String> heldOut) {
    return IntStream.range(0, 100_000).mapToObj(i -> "customer-" + i).filter(heldOut).count()
        / 100_000.0;
  }
}
