package io.tidewatch.benchmarks;

import io.tidewatch.benchmarks.gateway.CollectorBenchmark;
import io.tidewatch.benchmarks.gateway.QueryBenchmark;
import io.tidewatch.benchmarks.kernel.KernelBenchmark;
import io.tidewatch.benchmarks.latency.LatencyBenchmark;
import io.tidewatch.benchmarks.latency.SwapBenchmark;
import io.tidewatch.benchmarks.pipeline.GrowthBenchmark;
import io.tidewatch.benchmarks.pipeline.ThroughputBenchmark;
import io.tidewatch.benchmarks.pipeline.Venues;
import io.tidewatch.benchmarks.recovery.RecoveryBenchmark;
import io.tidewatch.benchmarks.soak.SoakBenchmark;
import io.tidewatch.benchmarks.text.TextBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The parent of all benchmarks. Each is a command of its own, whose description says in one
 * sentence what it shows and how long it takes.
 */
@Command(
    name = "bench",
    description = {
      "Measures the platform beside its peers, on this machine.",
      "",
      "Ratios compare within one run: how many times the peer's speed, higher is better, except for"
          + " latency. Absolute figures depend on the machine, so run it alone: whatever else runs"
          + " shows in the spread."
    },
    synopsisSubcommandLabel = "NAME",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  private BenchCommand() {}

  /**
   * Returns it with all benchmarks.
   *
   * @param venues where they take place
   */
  public static CommandLine on(Venues venues) {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new KernelBenchmark())
        .addSubcommand(new ThroughputBenchmark(venues))
        .addSubcommand(new GrowthBenchmark(venues))
        .addSubcommand(new LatencyBenchmark(venues))
        .addSubcommand(new SwapBenchmark(venues))
        .addSubcommand(new SoakBenchmark(venues))
        .addSubcommand(new RecoveryBenchmark(venues))
        .addSubcommand(new TextBenchmark())
        .addSubcommand(new CollectorBenchmark())
        .addSubcommand(new QueryBenchmark());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing name of a benchmark");
  }
}
