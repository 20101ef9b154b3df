package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Plot;
import io.tidewatch.benchmarks.report.Repetitions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the rounds of a growth benchmark say together. Filled by one thread. */
final class GrowthReport {
  private static final double MIB = 1 << 20;

  private final Map<Integer, List<Outcome>> outcomes = new LinkedHashMap<>();
  private double stateBytes;

  /**
   * Creates an empty one.
   *
   * @param sizes numbers of customers, the smallest first
   */
  GrowthReport(List<Integer> sizes) {
    sizes.forEach(size -> outcomes.put(size, new ArrayList<>()));
  }

  /** Adds what one run did. */
  void add(int size, Outcome outcome) {
    outcomes.get(size).add(outcome);
  }

  /** Sets the mean size of a customer's state. */
  void stateBytes(double bytes) {
    stateBytes = bytes;
  }

  /** Fills the report: a row for each size, and throughput over that at the smallest. */
  void write(BenchReport report) {
    report
        .column("customers", "customers")
        .column("eventsPerCpuSecond", "events/CPU s")
        .column("min", "min")
        .column("max", "max")
        .column("stateMiB", "state MiB")
        .column("diskBytesPerCustomer", "disk B/customer")
        .column("fullCheckpointSeconds", "full checkpoint s")
        .column("checkpointMaxMillis", "checkpoint max ms")
        .column("restoreSeconds", "restore s");
    int smallest = outcomes.keySet().iterator().next();
    outcomes.forEach(
        (size, runs) -> {
          Repetitions perCpu = of(size, Outcome::eventsPerCpuSecond);
          double bytes = figure(size, "stateBytes").median();
          report
              .row()
              .put("customers", (long) size)
              .put("eventsPerCpuSecond", Math.rint(perCpu.median()))
              .put("min", Math.rint(perCpu.min()))
              .put("max", Math.rint(perCpu.max()))
              .put("stateMiB", bytes / MIB)
              .put("diskBytesPerCustomer", Math.rint(bytes / size))
              .put("fullCheckpointSeconds", figure(size, "fullCheckpointSeconds").median())
              .put("checkpointMaxMillis", (long) of(size, GrowthReport::longestCheckpoint).max())
              .put("restoreSeconds", figure(size, "restoreSeconds").median());
          if (size != smallest) {
            report.ratio(
                "throughput@" + label(size) + "/throughput@" + label(smallest),
                perCpu.over(of(smallest, Outcome::eventsPerCpuSecond)));
          }
        });
    report.stateBytesPerCustomer(stateBytes);
    var details = report.details().putObject("runs");
    outcomes.forEach(
        (size, runs) -> {
          var all = details.putArray(label(size));
          runs.forEach(run -> all.add(run.json()));
        });
  }

  private static double longestCheckpoint(Outcome outcome) {
    return outcome.checkpointMillis().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private Repetitions figure(int size, String name) {
    return of(size, outcome -> outcome.figure(name).orElseThrow());
  }

  private Repetitions of(int size, ToDoubleFunction<Outcome> figure) {
    return new Repetitions(outcomes.get(size).stream().map(figure::applyAsDouble).toList());
  }

  /** Returns 10k for 10,000 and 1M for 1,000,000. */
  static String label(int size) {
    if (size % 1_000_000 == 0) {
      return size / 1_000_000 + "M";
    }
    return size % 1_000 == 0 ? size / 1_000 + "k" : Integer.toString(size);
  }

  /** Draws throughput and state over the number of customers. */
  List<Plot> plots() {
    Plot throughput =
        Plot.lines(
            "throughput",
            "Events for each second of processor time, by customers",
            Plot.Axis.logarithmic("customers"),
            Plot.Axis.linear("events per CPU second"));
    Plot state =
        Plot.lines(
            "state",
            "State on disk and time to restore it, by customers",
            Plot.Axis.logarithmic("customers"),
            Plot.Axis.logarithmic("MiB, ms"));
    outcomes.forEach(
        (size, runs) -> {
          throughput.point("scoring", size, of(size, Outcome::eventsPerCpuSecond).median());
          state.point("state, MiB", size, figure(size, "stateBytes").median() / MIB);
          state.point(
              "restore, ms", size, Math.max(1, 1_000 * figure(size, "restoreSeconds").median()));
        });
    return List.of(throughput, state);
  }
}
