package io.tidewatch.decisions.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Lets all strategies walk through the same markets, one market per seed. */
public final class Simulation {
  private Simulation() {}

  /**
   * Runs. About three seconds for 50,000 decisions of all strategies in one market; the same
   * options give the same result on every machine.
   *
   * @param seeds markets; their seeds follow each other from that of the options on
   * @param progress told how many of {@code seeds} x strategies are done
   */
  public static SimulationReport run(SimulationOptions options, int seeds, IntConsumer progress) {
    List<SimulationOptions> all =
        IntStream.range(0, seeds)
            .mapToObj(
                i ->
                    new SimulationOptions(
                        options.decisions(),
                        options.driftAt(),
                        options.seed() + i,
                        options.sampling(),
                        options.learning()))
            .toList();
    List<MarketResult> markets =
        IntStream.range(0, seeds)
            .mapToObj(i -> market(all.get(i), i * Strategy.values().length, progress))
            .toList();
    return new SimulationReport(options, markets);
  }

  private static MarketResult market(SimulationOptions options, int done, IntConsumer progress) {
    Map<Strategy, StrategyResult> results = new EnumMap<>(Strategy.class);
    for (Strategy strategy : Strategy.values()) {
      results.put(strategy, new StrategyRun(strategy, options).run());
      progress.accept(done + results.size());
    }
    return new MarketResult(options, results);
  }
}
