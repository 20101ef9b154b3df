package io.tidewatch.benchmarks.latency;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Plot;
import io.tidewatch.benchmarks.report.Repetitions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Gathers windows and says what they show. One thread. */
final class LatencyReport {
  static final String AT_LEAST_ONCE = "at-least-once";
  static final String EXACTLY_ONCE = "exactly-once";

  private static final double MILLIS = 1e3;

  /** The broker stamps whole milliseconds; below one there is nothing to compare. */
  private static final double RESOLUTION_MICROS = 1e3;

  /** A logarithmic axis has no zero. */
  private static final double SMALLEST_MICROS = 100;

  /** A window whose last decision came so late did not keep up with its events. */
  private static final long BACKLOG_MILLIS = 2_000;

  private record Key(String delivery, String contender, double perSecond) {}

  private final int halfOfMaximum;
  private final Map<Key, List<Measured>> windows = new LinkedHashMap<>();

  /**
   * Creates an empty one.
   *
   * @param halfOfMaximum rate of the ratios that name none
   */
  LatencyReport(int halfOfMaximum) {
    this.halfOfMaximum = halfOfMaximum;
  }

  void add(String delivery, String contender, List<Measured> measured) {
    for (Measured window : measured) {
      windows
          .computeIfAbsent(
              new Key(delivery, contender, window.window().window().perSecond()),
              key -> new ArrayList<>())
          .add(window);
    }
  }

  void write(BenchReport report) {
    columns(report);
    windows.forEach((key, all) -> row(report, key, all));
    for (Key key : windows.keySet()) {
      if (key.contender().equals(Contender.SCORING)) {
        ratios(report, key);
      }
    }
    details(report);
    report
        .note("Times in milliseconds; each figure is the median of its repetitions.")
        .note(
            "append: from the broker's append of an event to its append of the event's last"
                + " decision, whole milliseconds; read: from the same append to the read of that"
                + " decision by a consumer; due: from when the event was due to be sent (open loop,"
                + " so corrected for coordinated omission) to that read.")
        .note(
            "Of the pass-through every event is timed; of the scoring job every event with a record"
                + " on decision-log (plain scores), churn-alerts, next-best-offers or suppressions"
                + " that names it, under the default policy.")
        .note(
            "acted on: as read, but of alerts and offers alone; records on decision-log and"
                + " suppressions, which only account for decisions, wait longer for others to share"
                + " their batch (kafka.sink.account-linger).")
        .note(
            "exactly-once: the append is before the commit; a consumer reads the decision only"
                + " after it, that is after the next checkpoint.")
        .note("latency ratios: lower is better; unlike all others.");
    if (windows.values().stream().flatMap(List::stream).anyMatch(LatencyReport::lagged)) {
      report.note("Windows with a backlog did not keep up: their times grow with their length.");
    }
  }

  private static void columns(BenchReport report) {
    report
        .column("delivery", "delivery")
        .column("contender", "contender")
        .column("perSecond", "events/s")
        .column("appendP50", "append p50")
        .column("appendP99", "p99")
        .column("appendP999", "p99.9")
        .column("readP50", "read p50")
        .column("readP99", "p99")
        .column("readP999", "p99.9")
        .column("readMax", "max")
        .column("actedOnP50", "acted on p50")
        .column("actedOnP99", "p99")
        .column("dueP99", "due p99")
        .column("events", "timed")
        .column("cpu", "cpu %")
        .column("gc", "gc %")
        .column("compiler", "compiler %")
        .column("sync", "sync ms")
        .column("delay", "barrier ms")
        .column("backlog", "backlog ms");
  }

  private static void row(BenchReport report, Key key, List<Measured> all) {
    Function<Latencies, Histogram> append = Latencies::appendToAppend;
    Function<Latencies, Histogram> read = Latencies::appendToRead;
    report
        .row()
        .put("delivery", key.delivery())
        .put("contender", key.contender())
        .put("perSecond", Math.round(key.perSecond()))
        .put("appendP50", percentile(all, append, 50).median() / MILLIS)
        .put("appendP99", percentile(all, append, 99).median() / MILLIS)
        .put("appendP999", percentile(all, append, 99.9).median() / MILLIS)
        .put("readP50", percentile(all, read, 50).median() / MILLIS)
        .put("readP99", percentile(all, read, 99).median() / MILLIS)
        .put("readP999", percentile(all, read, 99.9).median() / MILLIS)
        .put("readMax", percentile(all, read, 100).median() / MILLIS)
        .put("actedOnP50", percentile(all, Latencies::actedOnToRead, 50).median() / MILLIS)
        .put("actedOnP99", percentile(all, Latencies::actedOnToRead, 99).median() / MILLIS)
        .put("dueP99", percentile(all, Latencies::dueToRead, 99).median() / MILLIS)
        .put("events", all.stream().mapToLong(w -> w.window().latencies().events()).sum())
        .put("cpu", 100 * values(all, Measured::cpuShare).median())
        .put("gc", 100 * values(all, Measured::gcShare).median())
        .put("compiler", 100 * values(all, Measured::compilerShare).median())
        .put("sync", values(all, Measured::longestSyncMillis).max())
        .put("delay", values(all, Measured::longestStartDelayMillis).max())
        .put("backlog", values(all, w -> w.window().backlogMillis()).max());
  }

  private void ratios(BenchReport report, Key scoring) {
    Key peer = new Key(scoring.delivery(), Contender.PASS_THROUGH, scoring.perSecond());
    List<Measured> ours = windows.get(scoring);
    List<Measured> theirs = windows.get(peer);
    String what = scoring.delivery().equals(EXACTLY_ONCE) ? "ExactlyOnce" : "";
    String at = "@" + Math.round(scoring.perSecond());
    boolean half = Math.round(scoring.perSecond()) == halfOfMaximum;
    if (!timed(ours) || !timed(theirs)) {
      return; // the row says so
    }
    for (String percentile : List.of("50", "99", "99.9")) {
      double p = Double.parseDouble(percentile);
      String name = "latencyP" + percentile.replace(".", "") + what;
      Repetitions read = ratio(ours, theirs, Latencies::appendToRead, p);
      report.ratio(name + "/passThrough" + at, read);
      report.ratio(
          name + "Append/passThrough" + at, ratio(ours, theirs, Latencies::appendToAppend, p));
      report.ratio(
          name + "ActedOn/passThrough" + at, ratio(ours, theirs, Latencies::actedOnToRead, p));
      if (half) {
        report.ratio(name + "/passThrough", read);
      }
    }
  }

  private static boolean timed(List<Measured> all) {
    return all.stream().allMatch(measured -> measured.window().latencies().events() > 0);
  }

  private static Repetitions ratio(
      List<Measured> ours,
      List<Measured> theirs,
      Function<Latencies, Histogram> times,
      double percentile) {
    return comparable(percentile(ours, times, percentile))
        .over(comparable(percentile(theirs, times, percentile)));
  }

  private static Repetitions comparable(Repetitions micros) {
    return new Repetitions(
        micros.values().stream().map(value -> Math.max(RESOLUTION_MICROS, value)).toList());
  }

  private static Repetitions percentile(
      List<Measured> all, Function<Latencies, Histogram> times, double percentile) {
    return values(
        all,
        measured -> times.apply(measured.window().latencies()).getValueAtPercentile(percentile));
  }

  private static Repetitions values(List<Measured> all, ToDoubleFunction<Measured> value) {
    return new Repetitions(all.stream().map(value::applyAsDouble).toList());
  }

  private static boolean lagged(Measured measured) {
    return measured.window().backlogMillis() > BACKLOG_MILLIS || !measured.window().drained();
  }

  private void details(BenchReport report) {
    ArrayNode list = report.details().putArray("windows");
    windows.forEach(
        (key, all) -> {
          for (Measured measured : all) {
            detail(list.addObject(), key, measured);
          }
        });
  }

  private static void detail(ObjectNode json, Key key, Measured measured) {
    WindowResult window = measured.window();
    json.put("delivery", key.delivery())
        .put("contender", key.contender())
        .put("perSecond", key.perSecond())
        .put("round", window.window().round())
        .put("sent", window.sent())
        .put("timed", window.latencies().events())
        .put("senderBehindMicros", window.behindMicros())
        .put("backlogMillis", window.backlogMillis())
        .put("drained", window.drained())
        .put("cpuShare", measured.cpuShare())
        .put("gcShare", measured.gcShare())
        .put("compilerShare", measured.compilerShare());
    ObjectNode records = json.putObject("records");
    window
        .latencies()
        .records()
        .forEach((kind, count) -> records.put(kind.name().toLowerCase(Locale.ROOT), count));
    percentiles(json.putObject("appendToAppendMicros"), window.latencies().appendToAppend());
    percentiles(json.putObject("appendToReadMicros"), window.latencies().appendToRead());
    percentiles(json.putObject("actedOnToReadMicros"), window.latencies().actedOnToRead());
    percentiles(json.putObject("dueToReadMicros"), window.latencies().dueToRead());
    ArrayNode checkpoints = json.putArray("checkpoints");
    measured.checkpoints().forEach(checkpoint -> checkpoints.add(checkpoint.toJson()));
  }

  private static void percentiles(ObjectNode json, Histogram micros) {
    json.put("p50", micros.getValueAtPercentile(50))
        .put("p90", micros.getValueAtPercentile(90))
        .put("p99", micros.getValueAtPercentile(99))
        .put("p999", micros.getValueAtPercentile(99.9))
        .put("max", micros.getMaxValue());
  }

  /** Returns one plot per delivery: the slowest of how many events takes how long. */
  List<Plot> plots() {
    List<Plot> plots = new ArrayList<>();
    for (String delivery : windows.keySet().stream().map(Key::delivery).distinct().toList()) {
      Plot plot =
          Plot.lines(
              delivery,
              "Append of the event to read of the decision, " + delivery,
              Plot.Axis.logarithmic("one event in ... is slower"),
              Plot.Axis.logarithmic("ms"));
      windows.forEach(
          (key, all) -> {
            if (key.delivery().equals(delivery)) {
              curve(plot, key, all);
            }
          });
      plots.add(plot);
    }
    return plots;
  }

  private static void curve(Plot plot, Key key, List<Measured> all) {
    Latencies pooled = new Latencies();
    all.forEach(measured -> pooled.add(measured.window().latencies()));
    Histogram micros = pooled.appendToRead();
    String series = key.contender() + " at " + Math.round(key.perSecond()) + "/s";
    for (double oneIn = 1.25; oneIn <= micros.getTotalCount(); oneIn *= 1.5) {
      double value = micros.getValueAtPercentile(100 * (1 - 1 / oneIn));
      plot.point(series, oneIn, Math.max(SMALLEST_MICROS, value) / MILLIS);
    }
  }
}
