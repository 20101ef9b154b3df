package io.tidewatch.decisions.simulation;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What all strategies did in one market.
 *
 * @param options of this market, with its seed
 * @param results one for each strategy
 */
public record MarketResult(SimulationOptions options, Map<Strategy, StrategyResult> results) {
  /** Share of its level before the drift that a strategy must reach again to have recovered. */
  public static final double RECOVERED = 0.95;

  private static final int LEVEL = 5; // windows that a level is the mean of

  /** Returns the reward of one strategy over that of another, over the whole run. */
  public double ratio(Strategy strategy, Strategy to) {
    return ratio(strategy, to, 0, StrategyResult.WINDOWS);
  }

  /** Returns the same over the windows {@code [from, until)}. */
  public double ratio(Strategy strategy, Strategy to, int from, int until) {
    return results.get(strategy).reward(from, until) / results.get(to).reward(from, until);
  }

  /** Returns the ratio in the last tenth before the drift; without a drift, of the run. */
  public double ratioBeforeDrift(Strategy strategy, Strategy to) {
    int until = driftWindow();
    return ratio(strategy, to, Math.max(0, until - LEVEL), until);
  }

  /** Returns the ratio in the first tenth after the drift; without a drift, in the run's last. */
  public double ratioAfterDrift(Strategy strategy, Strategy to) {
    int from = Math.min(driftWindow(), StrategyResult.WINDOWS - LEVEL);
    return ratio(strategy, to, from, from + LEVEL);
  }

  /** Returns the ratio in the last tenth of the run. */
  public double ratioAtEnd(Strategy strategy, Strategy to) {
    return ratio(strategy, to, StrategyResult.WINDOWS - LEVEL, StrategyResult.WINDOWS);
  }

  /**
   * Returns after how many decisions since the drift a strategy came as close to the oracle again
   * as before it, but for 5 %, over a tenth of the run; empty if it never did, or nothing drifted.
   */
  public OptionalInt recoveredAfter(Strategy strategy) {
    if (!options.drifts()) {
      return OptionalInt.empty();
    }
    double wanted = RECOVERED * ratioBeforeDrift(strategy, Strategy.ORACLE);
    for (int from = driftWindow(); from + LEVEL <= StrategyResult.WINDOWS; from++) {
      if (ratio(strategy, Strategy.ORACLE, from, from + LEVEL) >= wanted) {
        return OptionalInt.of((from + LEVEL - driftWindow()) * windowLength());
      }
    }
    return OptionalInt.empty();
  }

  /** Returns how many decisions a window has. */
  public int windowLength() {
    return (options.decisions() + StrategyResult.WINDOWS - 1) / StrategyResult.WINDOWS;
  }

  /** The first window that begins at or after the drift. */
  private int driftWindow() {
    int window = (options.driftAt() + windowLength() - 1) / windowLength();
    return Math.min(StrategyResult.WINDOWS, Math.max(1, window));
  }
}
