package io.tidewatch.decisions.simulation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What all strategies did in all markets.
 *
 * @param options with the first market's seed
 * @param markets at least one
 */
public record SimulationReport(SimulationOptions options, List<MarketResult> markets) {

  /** A figure over markets. */
  public record Figure(double mean, double min, double max) {}

  /** Returns mean, smallest and largest of a figure over the markets. */
  public Figure over(ToDoubleFunction<MarketResult> figure) {
    var summary = markets.stream().mapToDouble(figure).summaryStatistics();
    return new Figure(summary.getAverage(), summary.getMin(), summary.getMax());
  }

  /** Returns whether a strategy recovered from the drift in every market. */
  public boolean recovered(Strategy strategy) {
    return markets.stream().allMatch(market -> market.recoveredAfter(strategy).isPresent());
  }
}
