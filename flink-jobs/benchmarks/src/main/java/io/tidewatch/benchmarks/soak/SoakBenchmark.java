package io.tidewatch.benchmarks.soak;

import io.tidewatch.benchmarks.job.JobPlan;
import io.tidewatch.benchmarks.job.ModelSwaps;
import io.tidewatch.benchmarks.job.ProcessSample;
import io.tidewatch.benchmarks.job.ReleaseVersions;
import io.tidewatch.benchmarks.job.RunningJob;
import io.tidewatch.benchmarks.job.Stage;
import io.tidewatch.benchmarks.pipeline.Cores;
import io.tidewatch.benchmarks.pipeline.Scratch;
import io.tidewatch.benchmarks.pipeline.Venues;
import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Machine;
import io.tidewatch.benchmarks.report.Plot;
import io.tidewatch.benchmarks.report.ReportOptions;
import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.ProgressLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether the scoring job stays as it is while it works and its models are swapped. */
@Command(
    name = "soak",
    description = {
      "Runs the scoring job under steady load while its churn model is swapped, and looks whether"
          + " memory stays flat; ten minutes and a little more.",
      "",
      "Passes if, after the warm-up, heap after garbage collection, memory beside the heap and"
          + " resident memory lie within 5 % of their medians and end within 5 % of where they"
          + " began, and the job served every version. Exit code 1 if not."
    },
    mixinStandardHelpOptions = true)
public final class SoakBenchmark implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  private static final Duration START = Duration.ofMinutes(3);

  /** A heap that is resident from the start: what resident memory has beside it is then known. */
  private static final List<String> JVM =
      Stream.concat(
              Stage.JOB_OPTIONS.stream(), Stream.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"))
          .toList();

  private static final int CACHE_CUSTOMERS = 10_000;

  /** Memory for RocksDB: less than the states of the default number of customers. */
  private static final int MANAGED_MIB = 96;

  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "Length after the warm-up. Default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "Length of the warm-up. Default: ${DEFAULT-VALUE}.")
  private int warmUpSeconds;

  @Option(
      names = "--swap-every",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Time between two versions of the model. Default: ${DEFAULT-VALUE}.")
  private int swapSeconds;

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

  /**
   * The job at one moment.
   *
   * @param seconds since the load began
   * @param events events that the job has dealt with
   * @param outputs records that it has written
   * @param swaps versions that it has served
   */
  private record Moment(
      double seconds, ProcessSample process, long events, long outputs, int swaps) {}

  private record Series(String name, ToLongFunction<ProcessSample> bytes) {}

  private static final List<Series> JUDGED =
      List.of(
          new Series("heap", ProcessSample::heap),
          new Series("offHeap", ProcessSample::offHeap),
          new Series("rss", ProcessSample::rss));

  private final Venues venues;

  /** Creates it; it takes place on one of these. */
  public SoakBenchmark(Venues venues) {
    this.venues = venues;
  }

  @Override
  public Integer call() throws InterruptedException {
    Duration length = Duration.ofMinutes(minutes);
    Duration sampleEvery = Duration.ofSeconds(10);
    if (options.quick()) {
      customers = 2_000;
      rate = 500;
      warmUpSeconds = 4;
      swapSeconds = 3;
      length = Duration.ofSeconds(10);
      sampleEvery = Duration.ofSeconds(2);
    }
    BenchReport report = new BenchReport("soak", Instant.now(), Machine.here());
    report
        .parameter("customers", customers)
        .parameter("eventsPerSecond", rate)
        .parameter("swapEverySeconds", swapSeconds)
        .parameter("warmUpSeconds", warmUpSeconds)
        .parameter("seconds", length.toSeconds())
        .parameter("cacheCustomers", CACHE_CUSTOMERS)
        .parameter("rocksDbMiB", MANAGED_MIB)
        .parameter("jvm", String.join(" ", JVM));
    List<Moment> moments;
    try (Scratch scratch = Scratch.create();
        ProgressLine progress = ReportOptions.progress(spec.commandLine())) {
      progress.at(0, "customers get their pasts");
      moments = run(scratch, length.plusSeconds(warmUpSeconds), sampleEvery, report, progress);
    }
    boolean flat = judge(report, moments);
    options.publish(spec.commandLine(), report, List.of(plot(moments)));
    if (!flat && !options.quick()) {
      throw new CommandFailedException("memory is not flat; the report says what is not");
    }
    return 0;
  }

  private List<Moment> run(
      Scratch scratch,
      Duration length,
      Duration sampleEvery,
      BenchReport report,
      ProgressLine progress)
      throws InterruptedException {
    try (Stage stage = new Stage(venues.venue(customers));
        RunningJob job = job(stage, scratch.folder("job"), sampleEvery)) {
      job.awaitRunning();
      List<Moment> moments = new ArrayList<>();
      try (SteadyLoad load =
              SteadyLoad.start(stage.connection(), new Workload(customers, Stage.SEED), rate);
          ModelSwaps swaps =
              ModelSwaps.start(
                  stage.connection(),
                  new ReleaseVersions(churn(stage)),
                  1,
                  stage.prefill().models(),
                  Duration.ofSeconds(swapSeconds))) {
        awaitWork(job, swaps);
        int early = job.samples().size();
        long start = System.currentTimeMillis();
        while (System.currentTimeMillis() - start < length.toMillis()) {
          Thread.sleep(200);
          job.failIfEnded();
          List<ProcessSample> samples = job.samples();
          if (samples.size() - early > moments.size()) {
            ProcessSample sample = samples.get(early + moments.size());
            double seconds = (sample.atMillis() - start) / 1e3;
            moments.add(
                new Moment(seconds, sample, job.processed(), stage.outputs(), swaps.serving()));
            progress.at(
                Math.min(1, seconds / length.toSeconds()), swaps.serving() + " models swapped");
          }
        }
        report.details().put("sent", load.sent());
        report.details().put("pushed", swaps.pushed());
        report.details().put("served", swaps.serving());
        if (swaps.serving() < swaps.pushed() - 1) { // the last one may be on its way
          throw new CommandFailedException(
              "of " + swaps.pushed() + " models " + swaps.serving() + " were served");
        }
      }
      return moments;
    }
  }

  /** The clock runs from when events are scored and the first version was swapped in. */
  private static void awaitWork(RunningJob job, ModelSwaps swaps) throws InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (job.processed() == 0 || swaps.serving() == 0) {
      job.failIfEnded();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "after %d s %d events were processed and %d models served"
                .formatted(START.toSeconds(), job.processed(), swaps.serving()));
      }
      Thread.sleep(50);
    }
  }

  private RunningJob job(Stage stage, Path folder, Duration sampleEvery) {
    return RunningJob.start(
        new JobPlan(
            JobPlan.Kind.SCORING,
            settings(stage, folder),
            Optional.of(stage.prefill().scoring()),
            sampleEvery,
            true),
        JVM,
        Optional.of(Cores.CONTENDER),
        folder.resolve("job.log"));
  }

  /**
   * Caches that are full when the warm-up ends, whatever the number of customers: one that still
   * fills would look like a leak, and could hide one.
   */
  private static Map<String, String> settings(Stage stage, Path folder) {
    Map<String, String> settings = stage.settings(folder);
    settings.put("scoring.cache-customers", Integer.toString(CACHE_CUSTOMERS));
    settings.put("flink.taskmanager.memory.managed.size", MANAGED_MIB + " mb");
    return settings;
  }

  private static byte[] churn(Stage stage) {
    Path zip = stage.prefill().models().resolve("churn.zip");
    try {
      return Files.readAllBytes(zip);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + zip, e);
    }
  }

  private boolean judge(BenchReport report, List<Moment> moments) {
    report
        .column("seconds", "s")
        .column("heap", "heap MiB")
        .column("offHeap", "beside heap MiB")
        .column("rss", "rss MiB")
        .column("direct", "direct MiB")
        .column("metaspace", "metaspace MiB")
        .column("code", "code MiB");
    for (Moment moment : moments) {
      ProcessSample process = moment.process();
      report
          .row()
          .put("seconds", Math.round(moment.seconds()))
          .put("heap", process.heap() / MIB)
          .put("offHeap", process.offHeap() / MIB)
          .put("rss", process.rss() / MIB)
          .put("direct", (process.direct() + process.mapped()) / MIB)
          .put("metaspace", process.metaspace() / MIB)
          .put("code", process.codeCache() / MIB)
          .put("threads", process.threads())
          .put("classes", process.classes())
          .put("events", moment.events())
          .put("outputs", moment.outputs())
          .put("swaps", moment.swaps());
    }
    List<Moment> warm =
        moments.stream().filter(moment -> moment.seconds() >= warmUpSeconds).toList();
    boolean flat = true;
    for (Series series : JUDGED) {
      Flatness flatness =
          Flatness.of(
              warm.stream()
                  .mapToDouble(moment -> series.bytes().applyAsLong(moment.process()))
                  .toArray());
      flat &= flatness.flat();
      report
          .details()
          .putObject(series.name())
          .put("medianMiB", flatness.median() / MIB)
          .put("low", flatness.low())
          .put("high", flatness.high())
          .put("drift", flatness.drift())
          .put("flat", flatness.flat());
      report.note(
          "%s: median %.0f MiB, between %.3f and %.3f of it, end over beginning %.3f: %s"
              .formatted(
                  series.name(),
                  flatness.median() / MIB,
                  flatness.low(),
                  flatness.high(),
                  flatness.drift(),
                  flatness.flat() ? "flat" : "NOT flat"));
    }
    report.details().put("flat", flat);
    report.note(
        "Heap is what a full collection leaves; beside heap is resident memory less the heap, whose"
            + " pages are all touched at the start: RocksDB, network and direct buffers, code,"
            + " classes, stacks.");
    return flat;
  }

  private static Plot plot(List<Moment> moments) {
    Plot plot =
        Plot.lines(
            "memory",
            "Memory of the scoring job while its model is swapped",
            Plot.Axis.linear("seconds"),
            Plot.Axis.linear("MiB"));
    for (Series series : JUDGED) {
      for (Moment moment : moments) {
        plot.point(
            series.name(), moment.seconds(), series.bytes().applyAsLong(moment.process()) / MIB);
      }
    }
    return plot;
  }
}
