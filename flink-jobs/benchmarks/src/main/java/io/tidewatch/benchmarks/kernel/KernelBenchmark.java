package io.tidewatch.benchmarks.kernel;

import io.tidewatch.benchmarks.pipeline.Scratch;
import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Machine;
import io.tidewatch.benchmarks.report.ReportOptions;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.ProgressLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares kernels. */
@Command(
    name = "kernel",
    description = {
      "Layers by Tidewatch (vector and plain Java), DL4J and ONNX Runtime: same weights, one core."
          + " About 7 minutes.",
      "",
      "First the outputs of all are compared with double precision; a difference above 1e-5 ends"
          + " the benchmark. Then JMH times them in forks, in rounds."
    },
    mixinStandardHelpOptions = true)
public final class KernelBenchmark implements Callable<Integer> {
  private static final List<Integer> BATCHES = List.of(1, 8, 32, 128);
  private static final Duration ITERATION = Duration.ofMillis(100);
  private static final Duration QUICK_ITERATION = Duration.ofMillis(20);

  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;

  @Option(
      names = "--case",
      paramLabel = "CASE",
      split = ",",
      description = "Cases to run: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<KernelCase> cases = List.of(KernelCase.values());

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Repetitions; ratios are taken within one. Default: 3, with --quick 1.")
  private int rounds;

  @Override
  public Integer call() {
    var report = new BenchReport("kernel", Instant.now(), Machine.here());
    KernelPlan plan = plan();
    try (Scratch scratch = Scratch.create();
        ProgressLine progress = ReportOptions.progress(spec.commandLine())) {
      progress.at(0, "comparing outputs");
      List<Differences.Difference> differences = Differences.of(plan.cases(), plan.batches());
      refuseWrong(differences);
      Differences.write(differences, report.details().putObject("largestDifference"));
      Timings timings = new KernelRun(plan, scratch.folder("jmh")).run(progress);
      KernelFindings.write(plan, timings, report);
      options.publish(spec.commandLine(), report, KernelFindings.plots(plan, timings));
    }
    return 0;
  }

  private KernelPlan plan() {
    boolean quick = options.quick();
    int repetitions = rounds > 0 ? rounds : quick ? 1 : 3;
    return new KernelPlan(cases, BATCHES, repetitions, quick ? QUICK_ITERATION : ITERATION, quick);
  }

  private static void refuseWrong(List<Differences.Difference> differences) {
    List<String> wrong =
        differences.stream()
            .filter(difference -> !(difference.largest() <= Reference.TOLERANCE))
            .map(Differences.Difference::toString)
            .toList();
    if (!wrong.isEmpty()) {
      throw new CommandFailedException(
          "outputs differ by more than " + Reference.TOLERANCE + ": " + String.join("; ", wrong));
    }
  }
}
