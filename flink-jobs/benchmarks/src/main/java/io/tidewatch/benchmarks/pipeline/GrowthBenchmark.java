package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Machine;
import io.tidewatch.benchmarks.report.ReportOptions;
import io.tidewatch.platform.terminal.ProgressLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What more customers cost: the scoring job at several sizes of its state. */
@Command(
    name = "growth",
    description = {
      "Measures the scoring job with 10,000, 100,000 and 1,000,000 customers, all with a past:"
          + " events for each second of processor time, state on disk, checkpoints and restore;"
          + " about 20 minutes."
    },
    mixinStandardHelpOptions = true)
public final class GrowthBenchmark implements Callable<Integer> {
  private static final List<Integer> SIZES = List.of(10_000, 100_000, 1_000_000);
  private static final int LARGE = 5_000_000;

  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "Events in the measured window; at least three times as many warm up."
              + " Default: ${DEFAULT-VALUE}.")
  private long events;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Repetitions, sizes by turns. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--large",
      description = "Also 5,000,000 customers; takes 30 GB of disk and ten minutes more.")
  private boolean large;

  private final Venues venues;

  /** Creates it; it takes place on one of these. */
  public GrowthBenchmark(Venues venues) {
    this.venues = venues;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Integer> sizes = new ArrayList<>(options.quick() ? List.of(500, 2_000) : SIZES);
    if (options.quick()) {
      events = 2_000;
      rounds = 1;
    } else if (large) {
      sizes.add(LARGE);
    }
    BenchReport report = new BenchReport("growth", Instant.now(), Machine.here());
    report
        .parameter("events", events)
        .parameter("rounds", rounds)
        .parameter("offers", Prefill.OFFERS)
        .parameter("cores", Cores.describe())
        .parameter("memory", Arena.memory());
    GrowthReport growth = new GrowthReport(sizes);
    try (Scratch scratch = Scratch.create();
        ProgressLine progress = ReportOptions.progress(spec.commandLine())) {
      run(sizes, growth, scratch, progress);
    }
    growth.write(report);
    options.publish(spec.commandLine(), report, growth.plots());
    return 0;
  }

  private void run(List<Integer> sizes, GrowthReport growth, Scratch scratch, ProgressLine progress)
      throws InterruptedException {
    Windows windows = new Windows(events);
    Duration saveEvery = options.quick() ? Duration.ofMillis(500) : Arena.SAVE_EVERY;
    List<Arena> arenas = new ArrayList<>();
    for (int size : sizes) {
      progress.at(0.1 * arenas.size(), size + " customers get their pasts");
      arenas.add(
          Arena.open(
              venues.venue(size),
              new Arena.Plan(windows.all(List.of(Contender.SCORING)), saveEvery),
              scratch.folder("arena-" + size)));
    }
    growth.stateBytes(arenas.get(arenas.size() - 1).prefill().meanStateBytes());
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < sizes.size(); turn++) {
        // Each round begins with another size: what drifts on the machine hits all.
        int at = (turn + round) % sizes.size();
        progress.at(
            0.4 + 0.6 * (round + (double) turn / sizes.size()) / rounds,
            sizes.get(at) + " customers, round " + (round + 1));
        growth.add(
            sizes.get(at),
            arenas.get(at).run(Arena.Run.of(Contender.SCORING, windows, false, Map.of())));
      }
    }
  }
}
