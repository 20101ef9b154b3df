package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengerShareTest {
  private static final int CUSTOMERS = 100_000;

  @ParameterizedTest
  @CsvSource({
    "churn, 0.01",
    "churn, 0.1",
    "churn, 0.5",
    "churn, 0.9",
    "recommender, 0.25",
    "recommender, 0.5"
  })
  void drawsTheShareWithinHalfAPointOfAHundredThousandCustomers(String model, double share) {
    assertThat(shareOf(customer -> ChallengerShare.contains(customer, model, share)))
        .isCloseTo(share, within(0.005));
  }

  @Test
  void drawsNobodyAtZeroAndEverybodyAtOne() {
    assertThat(shareOf(customer -> ChallengerShare.contains(customer, "churn", 0))).isZero();
    assertThat(shareOf(customer -> ChallengerShare.contains(customer, "churn", 1))).isOne();
  }

  @Test
  void aLargerShareKeepsTheCustomersOfASmallerOne() {
    assertThat(
            shareOf(
                customer ->
                    ChallengerShare.contains(customer, "churn", 0.1)
                        && !ChallengerShare.contains(customer, "churn", 0.2)))
        .isZero();
  }

  @Test
  void isIndependentOfTheOtherModelAndOfTheHoldout() {
    assertThat(
            shareOf(
                customer ->
                    ChallengerShare.contains(customer, "churn", 0.5)
                        && ChallengerShare.contains(customer, "recommender", 0.5)))
        .isCloseTo(0.25, within(0.005));
    assertThat(
            shareOf(
                customer ->
                    ChallengerShare.contains(customer, "churn", 0.5)
                        && Holdout.contains(customer, "churn", 0.5)))
        .isCloseTo(0.25, within(0.005));
  }

  private static double shareOf(Predicate<String> drawn) {
    return IntStream.range(0, CUSTOMERS).mapToObj(i -> "customer-" + i).filter(drawn).count()
        / (double) CUSTOMERS;
  }
}
