package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PurchaseQualityTest {
  private static final List<PurchaseCase> CASES = List.of(then(0, 0), then(1, 10), then(3, 50));

  @Test
  void countsByHand() {
    Map<String, Double> quality =
        PurchaseQuality.of(
            List.of(
                new Forecast(1, 0, 0.5, 10),
                new Forecast(1, 1, 0.25, 20),
                new Forecast(2, 4, 0.75, 30)),
            CASES,
            1.5);

    // Expected 1, 1, 2 and actual 0, 1, 3: covariance 2.5/3, variances 2/9*3/3 and 14/9.
    assertThat(quality.get("correlation"))
        .isCloseTo((5.0 / 3) / Math.sqrt((2.0 / 3) * (14.0 / 3)), within(1e-12));
    assertThat(quality.get("maeOfExpected")).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(quality.get("maeOfMedian")).isCloseTo(1.0 / 3, within(1e-12));
    // Times 1.5 it expected 1.5, 1.5, 3.
    assertThat(quality.get("maeAtEqualTotals")).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(quality.get("mae")).isEqualTo(quality.get("maeOfMedian"));
    assertThat(quality.get("auc")).isEqualTo(0.5);
    assertThat(quality.get("brier")).isCloseTo((0.25 + 0.5625 + 0.0625) / 3, within(1e-12));
    assertThat(quality.get("spend.mse")).isCloseTo(600.0 / 3, within(1e-12));
    // Spend 0, 10, 50 has mean 20 and squares of 400, 100, 900 about it.
    assertThat(quality.get("spend.r2")).isCloseTo(1 - 600.0 / 1400, within(1e-12));
  }

  @Test
  void isPerfectForWhoKnewIt() {
    Map<String, Double> quality =
        PurchaseQuality.of(
            List.of(new Forecast(0, 0, 0, 0), new Forecast(1, 1, 1, 10), new Forecast(3, 3, 1, 50)),
            CASES,
            1);

    assertThat(quality)
        .containsEntry("mae", 0.0)
        .containsEntry("auc", 1.0)
        .containsEntry("brier", 0.0)
        .containsEntry("calibrationError", 0.0)
        .containsEntry("spend.mse", 0.0)
        .containsEntry("spend.r2", 1.0);
    assertThat(quality.get("correlation")).isCloseTo(1, within(1e-12));
  }

  @Test
  void totalsFactorMakesUpForExpectingTooLittle() {
    List<Forecast> half =
        List.of(new Forecast(0, 0, 0, 0), new Forecast(0.5, 0, 0, 0), new Forecast(1.5, 0, 0, 0));

    assertThat(PurchaseQuality.totalsFactor(half, CASES)).isCloseTo(2, within(1e-12));
  }

  @Test
  void refusesForecastsOfOtherCases() {
    assertThatThrownBy(() -> PurchaseQuality.of(List.of(new Forecast(1, 1, 0.5, 10)), CASES, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 forecasts but 3 cases");
  }

  @Test
  void calibrationErrorByChanceFallsWithTheRootOfTheNumberOfCases() {
    double few = PurchaseQuality.calibrationErrorByChance(forecasts(300), 1);
    double many = PurchaseQuality.calibrationErrorByChance(forecasts(4_800), 1);

    assertThat(few / many).isCloseTo(4, within(1.0));
  }

  private static List<Forecast> forecasts(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> new Forecast(1, 1, 0.05 + 0.9 * i / size, 10))
        .toList();
  }

  private static PurchaseCase then(int purchases, double spend) {
    return new PurchaseCase(
        "c",
        new float[0],
        new float[0],
        new PurchaseSummary(0, 0, 1, 0),
        new Outcome(purchases, spend));
  }
}
