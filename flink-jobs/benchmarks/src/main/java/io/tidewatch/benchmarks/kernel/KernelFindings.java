package io.tidewatch.benchmarks.kernel;

import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Plot;
import io.tidewatch.benchmarks.report.Plot.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Turns times into rows, ratios and plots. Stateless. */
final class KernelFindings {
  private static final Map<Contender, String> NAMES =
      Map.of(
          Contender.VECTOR, "Tidewatch, vector",
          Contender.SCALAR, "Tidewatch, scalar",
          Contender.ONNX_RUNTIME, "ONNX Runtime",
          Contender.DL4J, "DL4J");

  private KernelFindings() {}

  /** Fills parameters, rows and ratios. */
  static void write(KernelPlan plan, Timings timings, BenchReport report) {
    report
        .parameter("rounds", plan.rounds())
        .parameter("iterationMillis", plan.iteration().toMillis())
        .parameter("pinnedToOneCore", PinnedFork.possible());
    report
        .column("case", "case")
        .column("batch", "batch")
        .column("vectorMicros", "vector us/event")
        .column("scalarMicros", "scalar us/event")
        .column("onnxRuntimeMicros", "ONNX Runtime us/event")
        .column("dl4jMicros", "DL4J us/event")
        .column("onnxRuntimeVariant", "ONNX Runtime by");
    for (KernelCase kernel : plan.cases()) {
      for (int batch : plan.batches()) {
        BenchReport.Row row = report.row().put("case", kernel.key()).put("batch", batch);
        for (Contender contender : Contender.values()) {
          Timings.Best best = timings.best(kernel, contender, batch);
          row.put(contender.key() + "Micros", best.micros().median() / batch);
          if (contender != Contender.VECTOR) {
            report.ratio(
                kernel.key() + "@" + batch + "/" + contender.key(),
                best.micros().over(timings.best(kernel, Contender.VECTOR, batch).micros()));
          }
        }
        row.put(
            "onnxRuntimeVariant", timings.best(kernel, Contender.ONNX_RUNTIME, batch).variant());
      }
    }
    report.note(
        "A ratio is the peer's time over that of Tidewatch's vector kernels in the same round.");
    report.note(
        "Times are of the computation on inputs that lie ready: peers are spared copying in and"
            + " out.");
    if (!PinnedFork.possible()) {
      report.note("Without taskset or a second core, forks were not pinned.");
    }
    report.note(
        "JVM flags: "
            + List.of(Contender.values()).stream()
                .map(
                    contender ->
                        contender.key()
                            + " "
                            + (contender.flags().isEmpty()
                                ? "none"
                                : String.join(" ", contender.flags())))
                .collect(Collectors.joining("; "))
            + "; OMP_NUM_THREADS=1.");
  }

  /** Returns a plot for each case. */
  static List<Plot> plots(KernelPlan plan, Timings timings) {
    var plots = new ArrayList<Plot>();
    for (KernelCase kernel : plan.cases()) {
      Plot plot =
          Plot.bars(
              kernel.key(),
              kernel.title() + ": time per event on one core",
              "batch size",
              Axis.logarithmic("microseconds per event (lower is better)"));
      for (Contender contender : Contender.values()) {
        for (int batch : plan.batches()) {
          plot.bar(
              NAMES.get(contender),
              Integer.toString(batch),
              timings.best(kernel, contender, batch).micros().median() / batch);
        }
      }
      plots.add(plot);
    }
    return plots;
  }
}
