package io.tidewatch.platform.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.policy.Interval;
import io.tidewatch.training.uplift.RetentionReport;
import io.tidewatch.training.uplift.RetentionReport.Measured;
import io.tidewatch.training.uplift.RetentionReport.Taken;
import java.util.Locale;
import java.util.TreeMap;

/** What retention actions saved, as JSON and as a table. */
final class RetentionOutput {
  private static final double MINOR_PER_UNIT = 100;

  private RetentionOutput() {}

  static ObjectNode json(RetentionReport report) {
    ObjectNode root = Json.object();
    root.put("currency", report.currency());
    ObjectNode verdicts = root.putObject("verdicts");
    new TreeMap<>(report.verdicts())
        .forEach((verdict, count) -> verdicts.put(verdict.name(), count));
    root.put("savedMarginMinor", report.savedMarginMinor());
    ObjectNode actions = root.putObject("actions");
    new TreeMap<>(report.actions())
        .forEach(
            (action, taken) ->
                actions
                    .putObject(action)
                    .put("times", taken.times())
                    .put("savedMarginMinor", taken.savedMarginMinor())
                    .put("expectedCostMinor", taken.expectedCostMinor())
                    .put("reservedMinor", taken.reservedMinor()));
    root.put("treated", report.treated()).put("heldOut", report.heldOut());
    report
        .measured()
        .ifPresentOrElse(
            measured -> put(root.putObject("measured"), measured), () -> root.putNull("measured"));
    return root;
  }

  private static void put(ObjectNode at, Measured measured) {
    EstimateJson.put(at.putObject("sampleRatio"), measured.sampleRatio());
    EstimateJson.put(at.putObject("stayed"), measured.stayed());
    EstimateJson.put(at.putObject("spentMinor"), measured.spent());
    EstimateJson.put(at.putObject("retainedMinor"), measured.retained());
  }

  /** Returns a line for each action, and what was measured. */
  static String table(RetentionReport report, int days) {
    if (report.verdicts().isEmpty()) {
      return "decision-log has no alert that names an action; set alerts.retention of the policy";
    }
    StringBuilder text = new StringBuilder();
    line(text, "Alerts by verdict: %s", new TreeMap<>(report.verdicts()));
    line(
        text,
        "%n%-24s %7s %15s %15s %15s",
        "action (" + report.currency() + ")",
        "times",
        "expected saved",
        "expected cost",
        "of the budget");
    new TreeMap<>(report.actions()).forEach((action, taken) -> row(text, action, taken));
    row(text, "all", report.actions().values().stream().reduce(Taken.NONE, Taken::plus));
    report
        .measured()
        .ifPresentOrElse(
            measured -> measured(text, measured, report, days),
            () ->
                line(
                    text,
                    "%nNothing measured: %d customers with an action and %d held out, whose %d days"
                        + " are over; it takes 30 of each (alerts.retention.holdoutShare)",
                    report.treated(),
                    report.heldOut(),
                    days));
    return text.toString().stripTrailing();
  }

  private static void row(StringBuilder text, String name, Taken taken) {
    line(
        text,
        "%-24s %7d %15.2f %15.2f %15.2f",
        name,
        taken.times(),
        taken.savedMarginMinor() / MINOR_PER_UNIT,
        taken.expectedCostMinor() / MINOR_PER_UNIT,
        taken.reservedMinor() / MINOR_PER_UNIT);
  }

  private static void measured(
      StringBuilder text, Measured measured, RetentionReport report, int days) {
    line(
        text,
        "%nMeasured over %d days beside %d customers held out (%s):",
        days,
        report.heldOut(),
        EstimateText.of(measured.sampleRatio()));
    line(text, "  stayed, per 100 customers     %s", shown(measured.stayed().effect(), 100));
    line(
        text,
        "  spent, %s per customer       %s",
        report.currency(),
        shown(measured.spent().effect(), 1 / MINOR_PER_UNIT));
    line(
        text,
        "  margin kept, before the cost  %s",
        shown(measured.retained().effect(), 1 / MINOR_PER_UNIT));
  }

  private static String shown(Interval interval, double per) {
    return String.format(
        Locale.ROOT,
        "%+.2f (%+.2f .. %+.2f)",
        per * interval.value(),
        per * interval.low(),
        per * interval.high());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
