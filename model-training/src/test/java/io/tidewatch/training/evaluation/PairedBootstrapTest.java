package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.training.policy.Interval;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PairedBootstrapTest {
  private static final int SIZE = 300;

  private final Random random = new Random(5);
  private final List<PurchaseCase> cases =
      IntStream.range(0, SIZE).mapToObj(i -> customer(i % 3)).toList();

  @Test
  void isSureOfTheBetterOfTwoModels() {
    Map<String, Interval> differences = PairedBootstrap.differences(noisy(0.3), noisy(3), cases, 1);

    assertThat(differences.get("correlation").low()).isPositive();
    assertThat(differences.get("auc").low()).isPositive();
    assertThat(differences.get("maeOfExpected").high()).isNegative();
  }

  @Test
  void isNotSureOfEquals() {
    Map<String, Interval> differences = PairedBootstrap.differences(noisy(1), noisy(1), cases, 1);

    assertThat(differences.get("correlation").contains(0)).isTrue();
    assertThat(differences.get("correlation").low())
        .isLessThan(differences.get("correlation").value());
  }

  private JudgedModel noisy(double noise) {
    return new JudgedModel(
        cases.stream().map(c -> forecast(c.outcome().purchases(), noise)).toList(), 1);
  }

  private Forecast forecast(int purchases, double noise) {
    double expected = purchases + noise * random.nextGaussian();
    return new Forecast(expected, expected, 1 / (1 + Math.exp(0.5 - expected)), expected);
  }

  private static PurchaseCase customer(int purchases) {
    return new PurchaseCase(
        "c",
        new float[0],
        new float[0],
        new PurchaseSummary(0, 0, 1, 0),
        new Outcome(purchases, 10 * purchases));
  }
}
