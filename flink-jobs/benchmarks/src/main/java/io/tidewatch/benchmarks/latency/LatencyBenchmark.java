package io.tidewatch.benchmarks.latency;

import io.tidewatch.benchmarks.job.Stage;
import io.tidewatch.benchmarks.pipeline.Cores;
import io.tidewatch.benchmarks.pipeline.Scratch;
import io.tidewatch.benchmarks.pipeline.Venues;
import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Machine;
import io.tidewatch.benchmarks.report.Plot;
import io.tidewatch.benchmarks.report.ReportOptions;
import io.tidewatch.platform.terminal.ProgressLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long decisions take under a fixed load, beside a job that only copies. */
@Command(
    name = "latency",
    description = {
      "Measures how long a decision takes at a fixed rate of events, beside a job that only copies"
          + " them; about 70 minutes.",
      "",
      "Times run from the broker's append of the event to its append of the decision and to its"
          + " read by a consumer, and from when the event was due to be sent. With --sweep: what"
          + " the settings that trade latency for throughput cost; about 90 minutes, less with --vary."
    },
    mixinStandardHelpOptions = true)
public final class LatencyBenchmark implements Callable<Integer> {
  private static final Map<String, String> AT_LEAST_ONCE = Map.of("delivery", "at-least-once");
  private static final Map<String, String> EXACTLY_ONCE =
      Map.of("delivery", "exactly-once", "flink.execution.checkpointing.interval", "1 s");

  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "N",
      defaultValue = "1000,10000,20000",
      description = "Events per second. Default: ${DEFAULT-VALUE}.")
  private List<Integer> rates = List.of();

  @Option(
      names = "--half-of",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "Measured maximum of events per second; the ratios without a rate are those at half of"
              + " it. Default: ${DEFAULT-VALUE}.")
  private int maximum;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Repetitions. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "Length of one window; 60 hold a checkpoint. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "240",
      description =
          "Longest load before the first window, at the maximum's rate; it lasts at least half as"
              + " long, and until the compiler is quiet. Default: ${DEFAULT-VALUE}.")
  private int warmUpSeconds;

  @Option(
      names = "--customers",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Customers, all with a past. Default: ${DEFAULT-VALUE}.")
  private int customers;

  @Option(
      names = "--delivery",
      split = ",",
      paramLabel = "NAME",
      defaultValue = LatencyReport.AT_LEAST_ONCE + "," + LatencyReport.EXACTLY_ONCE,
      description = "Kinds of delivery to measure. Default: ${DEFAULT-VALUE}.")
  private List<String> deliveries = List.of();

  @Option(
      names = "--sweep",
      description =
          "Vary one setting at a time around the defaults instead, at half of the maximum.")
  private boolean sweep;

  @Option(
      names = "--vary",
      split = ",",
      paramLabel = "OPTION",
      description = "Of the sweep only these, as its table names them, and the defaults.")
  private List<String> vary = List.of();

  private final Venues venues;

  /** Creates it; it takes place on one of these. */
  public LatencyBenchmark(Venues venues) {
    this.venues = venues;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<String> unknown = new ArrayList<>(deliveries);
    unknown.removeAll(List.of(LatencyReport.AT_LEAST_ONCE, LatencyReport.EXACTLY_ONCE));
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--delivery %s: there are %s and %s"
              .formatted(
                  String.join(",", unknown),
                  LatencyReport.AT_LEAST_ONCE,
                  LatencyReport.EXACTLY_ONCE));
    }
    if (options.quick()) {
      rates = List.of(500);
      maximum = 1_000;
      rounds = 1;
      seconds = 2;
      warmUpSeconds = 1;
      customers = 2_000;
    }
    List<LatencySweep.Setting> settings = settings();
    BenchReport report = new BenchReport("latency", Instant.now(), Machine.here());
    report.parameter("customers", customers).parameter("seconds", seconds);
    report.parameter("cores", Cores.describe() + ", load and reader on the broker's");
    report.parameter("jvm", String.join(" ", Stage.JOB_OPTIONS));
    try (Scratch scratch = Scratch.create();
        ProgressLine progress = ReportOptions.progress(spec.commandLine())) {
      progress.at(0, "customers get their pasts");
      try (Stage stage = new Stage(venues.venue(customers))) {
        LatencyRun run = new LatencyRun(stage, customers, scratch.folder("runs"));
        List<Plot> plots =
            sweep ? sweep(settings, run, report, progress) : rates(run, report, progress);
        options.publish(spec.commandLine(), report, plots);
      }
    }
    return 0;
  }

  private List<LatencySweep.Setting> settings() {
    if (options.quick()) {
      return LatencySweep.QUICK;
    }
    List<String> unknown = new ArrayList<>(vary);
    unknown.removeAll(LatencySweep.OPTIONS);
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--vary %s: the sweep varies %s"
              .formatted(String.join(",", unknown), String.join(", ", LatencySweep.OPTIONS)));
    }
    return vary.isEmpty() ? LatencySweep.SETTINGS : LatencySweep.of(vary);
  }

  private List<Plot> sweep(
      List<LatencySweep.Setting> settings,
      LatencyRun run,
      BenchReport report,
      ProgressLine progress)
      throws InterruptedException {
    double rate = maximum / 2.0;
    report.parameter("perSecond", rate);
    LatencySweep.run(
        settings,
        setting ->
            run.measure(
                    Contender.scoring(setting.settings()),
                    warmUp(),
                    List.of(window(1, rate, setting.atLeast(Duration.ofSeconds(seconds)))))
                .get(0),
        report,
        progress);
    return List.of();
  }

  private List<Plot> rates(LatencyRun run, BenchReport report, ProgressLine progress)
      throws InterruptedException {
    List<Integer> all = new ArrayList<>(new TreeSet<>(rates));
    if (!all.contains(maximum / 2)) {
      all.add(maximum / 2);
      all.sort(Comparator.naturalOrder());
    }
    report.parameter("rates", all).parameter("rounds", rounds);
    LatencyReport latencies = new LatencyReport(maximum / 2);
    if (deliveries.contains(LatencyReport.AT_LEAST_ONCE)) {
      atLeastOnce(run, all, latencies, progress);
    }
    if (deliveries.contains(LatencyReport.EXACTLY_ONCE)) {
      exactlyOnce(run, all, latencies, progress);
    }
    latencies.write(report);
    return latencies.plots();
  }

  /** Both start anew for each repetition, by turns: what drifts on the machine hits both. */
  private void atLeastOnce(
      LatencyRun run, List<Integer> all, LatencyReport latencies, ProgressLine progress)
      throws InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      List<Contender> contenders =
          new ArrayList<>(
              List.of(Contender.passThrough(AT_LEAST_ONCE), Contender.scoring(AT_LEAST_ONCE)));
      if (round % 2 == 0) {
        contenders.add(contenders.remove(0));
      }
      for (Contender contender : contenders) {
        progress.at(0.05 + 0.55 * (round - 1) / rounds, contender.name() + ", round " + round);
        latencies.add(
            LatencyReport.AT_LEAST_ONCE,
            contender.name(),
            run.measure(contender, warmUp(), windows(round, all)));
      }
    }
  }

  private void exactlyOnce(
      LatencyRun run, List<Integer> all, LatencyReport latencies, ProgressLine progress)
      throws InterruptedException {
    List<LoadPlan.Window> windows = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      windows.addAll(windows(round, all));
    }
    for (Contender contender :
        List.of(Contender.passThrough(EXACTLY_ONCE), Contender.scoring(EXACTLY_ONCE))) {
      progress.at(0.6, contender.name() + ", exactly once");
      latencies.add(
          LatencyReport.EXACTLY_ONCE, contender.name(), run.measure(contender, warmUp(), windows));
    }
  }

  /** At the maximum, which a job on all cores can take: the compiler is done after some events. */
  private LatencyRun.WarmUpLoad warmUp() {
    return new LatencyRun.WarmUpLoad(Duration.ofSeconds(warmUpSeconds), maximum);
  }

  private List<LoadPlan.Window> windows(int round, List<Integer> all) {
    return all.stream().map(rate -> window(round, rate, Duration.ofSeconds(seconds))).toList();
  }

  private static LoadPlan.Window window(int round, double rate, Duration length) {
    return new LoadPlan.Window(round, rate, length);
  }
}
