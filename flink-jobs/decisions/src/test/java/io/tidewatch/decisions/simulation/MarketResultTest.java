package io.tidewatch.decisions.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.ThompsonSampling;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class MarketResultTest {
  private static final int DRIFT = 25; // window

  @Test
  void tellsWhenAStrategyHasRecovered() {
    MarketResult market = market(25_000, window -> window < DRIFT || window >= 35 ? 80 : 40);
    assertThat(market.ratioBeforeDrift(Strategy.THOMPSON, Strategy.ORACLE))
        .isCloseTo(0.8, within(1e-12));
    assertThat(market.ratioAfterDrift(Strategy.THOMPSON, Strategy.ORACLE))
        .isCloseTo(0.4, within(1e-12));
    assertThat(market.ratioAtEnd(Strategy.THOMPSON, Strategy.ORACLE)).isCloseTo(0.8, within(1e-12));
    // Windows 35 to 39 are the first five at the level of before.
    assertThat(market.recoveredAfter(Strategy.THOMPSON)).hasValue(15 * 1_000);
  }

  @Test
  void tellsWhenAStrategyNeverRecovers() {
    MarketResult market = market(25_000, window -> window < DRIFT ? 80 : 70);
    assertThat(market.recoveredAfter(Strategy.THOMPSON)).isEmpty();
  }

  @Test
  void hasNothingToRecoverFromWithoutADrift() {
    MarketResult market = market(50_001, window -> 80);
    assertThat(market.recoveredAfter(Strategy.THOMPSON)).isEmpty();
    assertThat(market.ratioAfterDrift(Strategy.THOMPSON, Strategy.ORACLE))
        .isCloseTo(0.8, within(1e-12));
  }

  private static MarketResult market(int driftAt, IntToDoubleFunction thompson) {
    return new MarketResult(
        new SimulationOptions(50_000, driftAt, 1, ThompsonSampling.DEFAULT, LearningRules.DEFAULT),
        Map.of(
            Strategy.THOMPSON, result(Strategy.THOMPSON, thompson),
            Strategy.ORACLE, result(Strategy.ORACLE, window -> 100)));
  }

  private static StrategyResult result(Strategy strategy, IntToDoubleFunction reward) {
    double[] rewards = new double[StrategyResult.WINDOWS];
    Arrays.setAll(rewards, reward);
    return new StrategyResult(
        strategy, 50_000, 0, rewards, new long[0], new long[0], 0, 0, 1, Map.of());
  }
}
