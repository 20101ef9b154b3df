package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Plot;
import io.tidewatch.benchmarks.report.Repetitions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** What the rounds of a throughput benchmark say together. */
final class ThroughputReport {
  private static final String PER_CPU = "eventsPerCpuSecond";

  private final List<Contender> contenders;
  private final List<List<Outcome>> rounds;
  private final int customers;

  ThroughputReport(List<Contender> contenders, List<List<Outcome>> rounds, int customers) {
    this.contenders = contenders;
    this.rounds = rounds;
    this.customers = customers;
  }

  /** Fills the report: a row for each contender, and the ratios of all pairs. */
  void write(BenchReport report, double meanStateBytes) {
    report
        .column("contender", "contender")
        .column(PER_CPU, "events/CPU s")
        .column("min", "min")
        .column("max", "max")
        .column("eventsPerSecond", "events/s")
        .column("checkpointP99Millis", "checkpoint p99 ms")
        .column("checkpointMaxMillis", "max ms")
        .column("outputsPerEvent", "outputs/event")
        .column("cacheHitRate", "cache hits")
        .column("diskBytesPerCustomer", "disk B/customer");
    for (Contender contender : contenders) {
      row(report.row(), contender);
    }
    for (Contender one : contenders) {
      for (Contender other : contenders) {
        if (one.ordinal() != other.ordinal()) {
          report.ratio(
              one.label() + "/" + other.label(),
              perRound(one, Outcome::eventsPerCpuSecond)
                  .over(perRound(other, Outcome::eventsPerCpuSecond)));
        }
      }
    }
    report.stateBytesPerCustomer(meanStateBytes);
    var details = report.details().putArray("rounds");
    for (List<Outcome> round : rounds) {
      var all = details.addObject();
      round.forEach(outcome -> all.set(outcome.contender().label(), outcome.json()));
    }
  }

  private void row(BenchReport.Row row, Contender contender) {
    Repetitions perCpu = perRound(contender, Outcome::eventsPerCpuSecond);
    row.put("contender", contender.label())
        .put(PER_CPU, Math.rint(perCpu.median()))
        .put("min", Math.rint(perCpu.min()))
        .put("max", Math.rint(perCpu.max()))
        .put("eventsPerSecond", Math.rint(perRound(contender, Outcome::eventsPerSecond).median()));
    List<Long> checkpoints = new ArrayList<>();
    of(contender).forEach(outcome -> checkpoints.addAll(outcome.checkpointMillis()));
    if (!checkpoints.isEmpty()) {
      Collections.sort(checkpoints);
      int p99 = (int) Math.ceil(0.99 * checkpoints.size()) - 1;
      row.put("checkpointP99Millis", checkpoints.get(p99))
          .put("checkpointMaxMillis", checkpoints.get(checkpoints.size() - 1));
    }
    median(contender, outcome -> ratio(outcome.figure("outputs"), outcome.events()))
        .ifPresent(value -> row.put("outputsPerEvent", value));
    median(contender, ThroughputReport::hitRate).ifPresent(value -> row.put("cacheHitRate", value));
    median(contender, outcome -> ratio(outcome.figure("stateBytes"), customers))
        .ifPresent(value -> row.put("diskBytesPerCustomer", Math.rint(value)));
  }

  private static double ratio(OptionalDouble value, double over) {
    return value.isPresent() && value.getAsDouble() > 0 ? value.getAsDouble() / over : Double.NaN;
  }

  private static double hitRate(Outcome outcome) {
    OptionalDouble hits = outcome.metric("hits");
    OptionalDouble misses = outcome.metric("misses");
    return hits.isPresent() && misses.isPresent()
        ? hits.getAsDouble() / (hits.getAsDouble() + misses.getAsDouble())
        : Double.NaN;
  }

  private OptionalDouble median(Contender contender, ToDoubleFunction<Outcome> figure) {
    List<Double> values =
        of(contender).stream().map(figure::applyAsDouble).filter(value -> !value.isNaN()).toList();
    return values.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(new Repetitions(values).median());
  }

  private Repetitions perRound(Contender contender, ToDoubleFunction<Outcome> figure) {
    return new Repetitions(of(contender).stream().map(figure::applyAsDouble).toList());
  }

  /** One outcome for each round, in order. */
  private List<Outcome> of(Contender contender) {
    return rounds.stream()
        .flatMap(round -> round.stream().filter(outcome -> outcome.contender() == contender))
        .toList();
  }

  /** Draws the medians. */
  Plot plot() {
    Plot plot =
        Plot.bars(
            "throughput",
            "Events for each second of processor time, " + customers + " customers",
            "",
            Plot.Axis.logarithmic("events per CPU second"));
    for (Contender contender : contenders) {
      plot.bar(contender.label(), "", perRound(contender, Outcome::eventsPerCpuSecond).median());
    }
    return plot;
  }
}
