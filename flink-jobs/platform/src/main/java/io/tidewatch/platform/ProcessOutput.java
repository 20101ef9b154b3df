package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.process.ProcessReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What was found on the log of a process, as JSON and as a table. */
final class ProcessOutput {
  private ProcessOutput() {}

  static ObjectNode json(String set, ProcessReport report) {
    ObjectNode root = Json.object();
    root.put("suite", "helpdesk");
    root.put("set", set);
    root.put("data", report.data());
    root.put("trainCases", report.trainCases());
    root.put("cases", report.cases());
    root.put("prefixes", report.prefixes());
    root.put("seeds", report.seeds());
    report.network().forEach(root::put);
    root.put("eventsPerSecond", report.eventsPerSecond());
    root.put("seconds", report.seconds());
    ObjectNode spread = root.putObject("spread");
    report
        .spread()
        .forEach(
            (figure, value) ->
                spread
                    .putObject(figure)
                    .put("min", value.min())
                    .put("max", value.max())
                    .put("sd", value.sd()));
    ObjectNode baseline = root.putObject("baseline");
    report.baselines().get(ProcessReport.BASELINE).forEach(baseline::put);
    ObjectNode baselines = root.putObject("baselines");
    report.baselines().forEach((name, figures) -> figures.forEach(baselines.putObject(name)::put));
    report.notes().forEach(root.putArray("notes")::add);
    return root;
  }

  static String table(String set, ProcessReport report) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "helpdesk, set %s: %s; %d and %d cases, %d prefixes, %d seeds, %.0f s",
        set,
        report.data(),
        report.trainCases(),
        report.cases(),
        report.prefixes(),
        report.seeds(),
        report.seconds());
    line(text, "%.0f events a second%n", report.eventsPerSecond());
    Map<String, Map<String, Double>> models = new LinkedHashMap<>();
    models.put("network", report.network());
    models.putAll(report.baselines());
    line(text, "%-24s%s", "", columns(models.keySet().toArray()));
    for (String figure : report.network().keySet()) {
      Object[] values =
          models.values().stream()
              .map(figures -> String.format(Locale.ROOT, "%.4f", figures.get(figure)))
              .toArray();
      line(text, "%-24s%s", figure, columns(values));
    }
    report.notes().forEach(note -> line(text, "%n%s", note));
    return text.toString().stripTrailing();
  }

  private static String columns(Object[] values) {
    return String.format(Locale.ROOT, "%14s".repeat(values.length), values);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
