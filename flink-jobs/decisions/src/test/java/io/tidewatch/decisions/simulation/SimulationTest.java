package io.tidewatch.decisions.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.ThompsonSampling;
import io.tidewatch.schemas.SuppressionReason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final SimulationOptions SHORT = options(8_000, 6_000);

  private static final SimulationReport REPORT = Simulation.run(SHORT, 1, done -> {});

  @Test
  void saysOfEveryOfferWhoGotItOrWhyNot() {
    for (Strategy strategy : Strategy.values()) {
      StrategyResult result = result(strategy);
      long heldBack = result.heldBack().values().stream().mapToLong(Long::longValue).sum();
      assertThat(result.visits()).isEqualTo(SHORT.decisions());
      assertThat(result.totalMade() + heldBack).as("%s", strategy).isEqualTo(result.considered());
      assertThat(result.heldBack())
          .containsKeys(
              SuppressionReason.CONSENT,
              SuppressionReason.FREQUENCY_CAP,
              SuppressionReason.HOLDOUT,
              SuppressionReason.LOCALE,
              SuppressionReason.OUTRANKED,
              SuppressionReason.QUIET_HOURS,
              SuppressionReason.SEGMENT);
    }
  }

  @Test
  void isWonByTheOracleAndThenByWhoLearns() {
    MarketResult market = REPORT.markets().get(0);
    assertThat(market.ratioBeforeDrift(Strategy.THOMPSON, Strategy.STATIC)).isGreaterThan(1.05);
    for (Strategy strategy : Strategy.values()) {
      assertThat(market.ratio(strategy, Strategy.ORACLE)).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void triesMoreThanAStaticRankingAndRepeatsItselfLess() {
    StrategyResult thompson = result(Strategy.THOMPSON);
    StrategyResult fixed = result(Strategy.STATIC);
    assertThat(tried(thompson)).isGreaterThan(tried(fixed));
    assertThat(thompson.repeats()).isLessThan(fixed.repeats() / 2);
  }

  @Test
  void logsNoProbabilityBelowTheFloor() {
    assertThat(result(Strategy.THOMPSON).leastProbability())
        .isGreaterThanOrEqualTo(SHORT.sampling().floor() / Market.OFFERS)
        .isLessThan(0.01);
    assertThat(result(Strategy.STATIC).leastProbability()).isEqualTo(1);
  }

  @Test
  void isTheSameAgain() {
    StrategyResult again = new StrategyRun(Strategy.THOMPSON, SHORT).run();
    assertThat(again.rewards()).isEqualTo(result(Strategy.THOMPSON).rewards());
    assertThat(again.made()).isEqualTo(result(Strategy.THOMPSON).made());
  }

  @Test
  void tellsItsFiguresByMarket() {
    assertThat(REPORT.over(market -> market.ratio(Strategy.STATIC, Strategy.STATIC)))
        .isEqualTo(new SimulationReport.Figure(1, 1, 1));
  }

  @Test
  void refusesRunsThatTellNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(100, 50))
        .withMessage("decisions=100 must be 4000 to 10000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(5_000, 0))
        .withMessage("driftAt=0 must be at least 1");
  }

  private StrategyResult result(Strategy strategy) {
    List<MarketResult> markets = REPORT.markets();
    return markets.get(0).results().get(strategy);
  }

  private static long tried(StrategyResult result) {
    return Arrays.stream(result.made()).filter(count -> count > 0).count();
  }

  private static SimulationOptions options(int decisions, int driftAt) {
    return new SimulationOptions(
        decisions, driftAt, 1, ThompsonSampling.DEFAULT, LearningRules.DEFAULT);
  }
}
