package io.tidewatch.benchmarks.latency;

import io.tidewatch.benchmarks.job.ModelSwaps;
import io.tidewatch.benchmarks.job.ReleaseVersions;
import io.tidewatch.benchmarks.job.Stage;
import io.tidewatch.benchmarks.pipeline.Cores;
import io.tidewatch.benchmarks.pipeline.Scratch;
import io.tidewatch.benchmarks.pipeline.Venues;
import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Machine;
import io.tidewatch.benchmarks.report.Repetitions;
import io.tidewatch.benchmarks.report.ReportOptions;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether swapping the model under load loses, doubles or delays anything. */
@Command(
    name = "swap",
    description = {
      "Swaps the churn model again and again under a steady load, looks whether an event is lost or"
          + " scored twice and by which release each was scored, and measures how long decisions"
          + " take beside windows without swaps; about ten minutes.",
      "",
      "Every score is logged. Exit code 1 if an event is lost or scored twice, if a decision names"
          + " a release that did not serve, or if the 99th percentile doubles."
    },
    mixinStandardHelpOptions = true)
public final class SwapBenchmark implements Callable<Integer> {
  private static final double MILLIS = 1e3;
  private static final double MOST = 2;

  /** What passes in a window before the first swap, and while the last one ends. */
  private static final Duration CONNECTING = Duration.ofSeconds(3);

  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(240);

  /** The rate, so often: the compiler is done after some number of events, not of minutes. */
  private static final double WARM_UP_TIMES = 3;

  /** Least length of a quick window: on a busy machine a swap may take seconds. */
  private static final Duration QUICK_WINDOW = Duration.ofSeconds(25);

  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;

  @Option(
      names = "--swaps",
      paramLabel = "N",
      defaultValue = "50",
      description = "Least number of swaps in the measured windows. Default: ${DEFAULT-VALUE}.")
  private int swaps;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Windows with swaps, each after one without. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--swap-every",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Time between two swaps. Default: ${DEFAULT-VALUE}.")
  private double swapSeconds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Events per second. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--customers",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Customers, all with a past. Default: ${DEFAULT-VALUE}.")
  private int customers;

  private final List<ModelSwaps> begun = new ArrayList<>();
  private int served;

  private final Venues venues;

  /** Creates it; it takes place on one of these. */
  public SwapBenchmark(Venues venues) {
    this.venues = venues;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (options.quick()) {
      swaps = 3;
      rounds = 1;
      swapSeconds = 0.5;
      rate = 500;
      customers = 2_000;
    }
    Duration length = windowLength();
    BenchReport report = new BenchReport("swap", Instant.now(), Machine.here());
    report
        .parameter("customers", customers)
        .parameter("eventsPerSecond", rate)
        .parameter("rounds", rounds)
        .parameter("secondsPerWindow", length.toMillis() / MILLIS)
        .parameter("swapEverySeconds", swapSeconds)
        .parameter("cores", Cores.describe() + ", load and reader on the broker's")
        .parameter("jvm", String.join(" ", Stage.JOB_OPTIONS));
    boolean passed;
    try (Scratch scratch = Scratch.create();
        ProgressLine progress = ReportOptions.progress(spec.commandLine())) {
      progress.at(0, "customers get their pasts");
      try (Stage stage = new Stage(venues.venue(customers))) {
        passed = run(stage, scratch, length, report, progress);
      }
    }
    options.publish(spec.commandLine(), report, List.of());
    if (!passed) {
      throw new CommandFailedException("swapping models was not harmless; the report says why");
    }
    return 0;
  }

  /** Each window holds a checkpoint, or those without one would be compared with those with one. */
  private Duration windowLength() {
    Duration forSwaps =
        CONNECTING.plusMillis(Math.round(1_000 * swapSeconds * ((double) swaps / rounds + 2)));
    Duration least = options.quick() ? QUICK_WINDOW : LatencySweep.CHECKPOINT;
    return forSwaps.compareTo(least) > 0 ? forSwaps : least;
  }

  private boolean run(
      Stage stage, Scratch scratch, Duration length, BenchReport report, ProgressLine progress)
      throws InterruptedException {
    stage.send(policy());
    List<LoadPlan.Window> windows = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      windows.add(new LoadPlan.Window(round, rate, length));
      windows.add(new LoadPlan.Window(round, rate, length));
    }
    ReleaseVersions versions = new ReleaseVersions(churn(stage));
    progress.at(0.3, "windows without and with swaps");
    List<Measured> measured =
        new LatencyRun(stage, customers, scratch.folder("runs"))
            .measure(
                Contender.scoring(Map.of()),
                warmUp(),
                windows,
                window -> window % 2 == 0 ? () -> {} : swapping(stage, versions));
    // Before the first window the job may not have heard yet that every score is to be logged.
    ScoredEvents scored =
        ScoredEvents.read(
            stage.connection().bootstrapServers(),
            measured.get(0).window().firstNumber(),
            measured.stream().mapToInt(one -> one.window().sent()).sum(),
            digests(stage, versions));
    return judge(report, measured, scored);
  }

  private LatencyRun.Beside.Running swapping(Stage stage, ReleaseVersions versions) {
    ModelSwaps running =
        ModelSwaps.start(
            stage.connection(),
            versions,
            pushed() + 1,
            stage.prefill().models(),
            Duration.ofMillis(Math.round(1_000 * swapSeconds)));
    begun.add(running);
    return () -> {
      running.close();
      served += running.serving();
    };
  }

  private int pushed() {
    return begun.stream().mapToInt(ModelSwaps::pushed).sum();
  }

  /** The one that the customers' pasts were made with, and all that were pushed after it. */
  private List<String> digests(Stage stage, ReleaseVersions versions) {
    List<String> digests = new ArrayList<>();
    digests.add(ReleaseVersions.read(churn(stage)).sha256());
    for (int number = 1; number <= pushed(); number++) {
      digests.add(ReleaseVersions.read(versions.numbered(number)).sha256());
    }
    return digests;
  }

  private LatencyRun.WarmUpLoad warmUp() {
    return options.quick()
        ? new LatencyRun.WarmUpLoad(Duration.ofSeconds(3), rate)
        : new LatencyRun.WarmUpLoad(LONGEST_WARM_UP, WARM_UP_TIMES * rate);
  }

  /** Every score is logged, so that every event leaves a trace. */
  private static Policy policy() {
    return Policy.newBuilder()
        .setName("default")
        .setVersion("swap")
        .setUpdatedAt(Instant.EPOCH)
        .setAlerts(AlertRules.newBuilder().build())
        .setOffers(OfferRules.newBuilder().build())
        .setScoreLogShare(1)
        .build();
  }

  private static byte[] churn(Stage stage) {
    Path zip = stage.prefill().models().resolve("churn.zip");
    try {
      return Files.readAllBytes(zip);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + zip, e);
    }
  }

  private boolean judge(BenchReport report, List<Measured> measured, ScoredEvents scored) {
    report
        .column("window", "window")
        .column("round", "round")
        .column("p50", "p50 ms")
        .column("p99", "p99 ms")
        .column("p999", "p99.9 ms")
        .column("max", "max ms")
        .column("cpu", "cpu %")
        .column("events", "events timed");
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      Measured one = measured.get(i);
      Histogram micros = one.window().latencies().appendToRead();
      double p99 = micros.getValueAtPercentile(99) / MILLIS;
      (i % 2 == 0 ? without : with).add(p99);
      report
          .row()
          .put("window", i % 2 == 0 ? "no swaps" : "swaps")
          .put("round", one.window().window().round())
          .put("p50", micros.getValueAtPercentile(50) / MILLIS)
          .put("p99", p99)
          .put("p999", micros.getValueAtPercentile(99.9) / MILLIS)
          .put("max", micros.getMaxValue() / MILLIS)
          .put("cpu", 100 * one.cpuShare())
          .put("events", micros.getTotalCount());
    }
    Repetitions ratio = new Repetitions(with).over(new Repetitions(without));
    report.ratio("latencyP99/noSwap", ratio);
    report
        .count("swaps", served)
        .count("lost", scored.lost())
        .count("doubled", scored.doubled())
        .count("unknownReleases", scored.strangers())
        .count("retiredReleases", scored.relapses())
        .count("releasesThatScored", scored.releasesUsed());
    report.note(
        "Counted are events: lost ones were never scored, doubled ones more than once. Scores that"
            + " name a release that was never pushed are unknownReleases, those of one whose place"
            + " another had taken before are retiredReleases.");
    report.note("Times from the broker's append of an event to the read of its last decision.");
    boolean exact =
        scored.lost() + scored.doubled() + scored.strangers() + scored.relapses() == 0
            && served >= swaps;
    return exact && (options.quick() || ratio.median() < MOST);
  }
}
