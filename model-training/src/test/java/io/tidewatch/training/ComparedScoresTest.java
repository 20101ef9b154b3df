package io.tidewatch.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.training.ModelComparison.Case;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparedScoresTest {

  @Test
  void computesFiguresThatOneCanCheckByHand() {
    ComparedScores scores =
        ComparedScores.of(
            List.of(
                new Case("c1", 0.1f, 0.2f, false),
                new Case("c1", 0.5f, 0.9f, true),
                new Case("c2", 0.6f, 0.4f, true),
                new Case("c3", 0.8f, 0.9f, null)),
            0.55);
    assertThat(scores.customers()).isEqualTo(3);
    assertThat(scores.meanDifference()).isCloseTo(0.1, within(1e-6));
    assertThat(scores.meanAbsoluteDifference()).isCloseTo(0.2, within(1e-6));
    assertThat(scores.maxAbsoluteDifference()).isCloseTo(0.4, within(1e-6));
    // Ranks 0 1 2 3 against 0 2.5 1 2.5.
    assertThat(scores.meanRankChange()).isCloseTo((1.5 + 1 + 0.5) / 4 / 4, within(1e-12));
    assertThat(scores.aboveA()).isEqualTo(0.5);
    assertThat(scores.aboveB()).isEqualTo(0.5);
    assertThat(scores.crossing()).isEqualTo(0.5);
    assertThat(scores.customersCrossing()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(scores.known()).isEqualTo(3);
    assertThat(scores.metricsA().orElseThrow().auc()).isEqualTo(1);
    assertThat(scores.metricsB().orElseThrow().auc()).isEqualTo(1);
  }

  @Test
  void correlatesScoresAndRanks() {
    List<Case> cases =
        IntStream.range(0, 100)
            .mapToObj(i -> new Case("c" + i, i / 100f, (i / 100f) * (i / 100f), null))
            .toList();
    ComparedScores scores = ComparedScores.of(cases, 0.5);
    assertThat(scores.rankCorrelation()).isCloseTo(1, within(1e-12));
    assertThat(scores.correlation()).isBetween(0.95, 0.99);
    assertThat(scores.topTenthKept()).isEqualTo(1);
    assertThat(scores.metricsA()).isEmpty();
    assertThat(ComparedScores.of(inverted(cases), 0.5).rankCorrelation())
        .isCloseTo(-1, within(1e-12));
    assertThat(ComparedScores.of(inverted(cases), 0.5).topTenthKept()).isZero();
  }

  private static List<Case> inverted(List<Case> cases) {
    return cases.stream()
        .map(one -> new Case(one.customerId(), one.churnA(), 1 - one.churnA(), null))
        .toList();
  }
}
