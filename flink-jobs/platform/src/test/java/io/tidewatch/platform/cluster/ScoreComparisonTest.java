package io.tidewatch.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.ModelRef;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScoreComparisonTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final ScoreComparison comparison = new ScoreComparison();

  @Test
  void aScoreIsComparedWithThatOfTheSameCustomerAtTheSameMoment() {
    comparison.running(score("a", 0, 0.50f));
    comparison.running(score("a", 60, 0.60f));
    comparison.running(score("b", 0, 0.10f));
    comparison.rehearsed(score("b", 0, 0.10f));
    comparison.rehearsed(score("a", 60, 0.65f));
    assertThat(comparison.complete()).isFalse();
    comparison.rehearsed(score("a", 0, 0.51f));
    comparison.rehearsed(score("a", 30, 0.99f)); // which the running job did not publish

    assertThat(comparison.complete()).isTrue();
    ScoreComparison.Result result = comparison.result(0.02);
    assertThat(result.scores()).isEqualTo(3);
    assertThat(result.missing()).isZero();
    assertThat(result.equal()).isEqualTo(1);
    assertThat(result.customers()).isEqualTo(2);
    assertThat(result.moved()).isEqualTo(1);
    assertThat(result.largestChange()).isCloseTo(0.05, within(1e-6));
    assertThat(result.meanChange()).isCloseTo(0.025, within(1e-6));
  }

  @Test
  void aScoreThatIsNoNumberHasMoved() {
    comparison.running(score("a", 0, 0.50f));
    comparison.rehearsed(score("a", 0, Float.NaN));

    assertThat(comparison.result(0.02).moved()).isEqualTo(1);
  }

  @Test
  void oneInAHundredMayBeOff() {
    for (int customer = 0; customer < 200; customer++) {
      comparison.running(score("c" + customer, 0, 0.5f));
      comparison.rehearsed(score("c" + customer, 0, customer < 2 ? 0.9f : 0.5f));
    }
    assertThat(report().refused()).isEmpty();

    comparison.rehearsed(score("c2", 0, 0.9f));

    assertThat(report().refused())
        .contains("scores of 3 of 200 customers moved by more than is allowed, by up to 0.4000");
  }

  @Test
  void scoresThatAreMissingAreRefused() {
    comparison.running(score("a", 0, 0.5f));

    assertThat(report().refused()).contains("of 1 scores of the running job it has none for 1");
  }

  @Test
  void whereNobodyWasScoredTheReportSaysSo() {
    assertThat(report().refused()).isEmpty();
    assertThat(report().table()).contains("nobody was scored meanwhile");
  }

  private RehearsalReport report() {
    return RehearsalReport.of(1_000, comparison.result(0.02), Optional.empty());
  }

  private static CustomerScore score(String customer, int second, float churn) {
    return CustomerScore.newBuilder()
        .setCustomerId(customer)
        .setScoredAt(NOON.plusSeconds(second))
        .setChurn(churn)
        .setPurchase7(0.2f)
        .setExpectedSpendMinor(100)
        .setCurrency("EUR")
        .setLastEventAt(NOON)
        .setModel(
            ModelRef.newBuilder()
                .setName("churn")
                .setVersion("1")
                .setSha256("0".repeat(64))
                .build())
        .build();
  }
}
