package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.text.UrgencyReport;
import io.tidewatch.training.text.YesNoMetrics;
import java.util.Locale;

/** How well urgency and words of leaving were read, as JSON and as a table. */
final class UrgencyOutput {
  private UrgencyOutput() {}

  static ObjectNode json(UrgencyReport report) {
    ObjectNode root = Json.object();
    root.put("suite", "urgency");
    put(root, report.all());
    ObjectNode languages = root.putObject("languages");
    report
        .languages()
        .forEach(
            (tag, asked) -> {
              ObjectNode language = languages.putObject(tag);
              language.put("texts", report.sentences().get(tag));
              asked.forEach((question, counts) -> put(language.putObject(question), counts));
            });
    root.put("textsPerSecond", report.textsPerSecond());
    root.put("seconds", report.seconds());
    return root;
  }

  private static void put(ObjectNode at, YesNoMetrics counts) {
    counts.asMap().forEach(at::put);
    ObjectNode baseline = at.putObject("baseline");
    counts.majority().asMap().forEach(baseline::put);
  }

  static String table(UrgencyReport report) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "urgency: bundled sentences, %s; %.0f texts a second on one thread, %.1f s%n",
        report.sentences(),
        report.textsPerSecond(),
        report.seconds());
    line(
        text,
        "%-16s%-10s%-10s%-10s%-10s%s",
        "",
        "accuracy",
        "precision",
        "recall",
        "macroF1",
        "the more frequent answer: accuracy, macroF1");
    report
        .languages()
        .forEach(
            (tag, asked) ->
                asked.forEach((question, counts) -> row(text, tag + " " + question, counts)));
    row(text, "urgent, leaving", report.all());
    return text.toString().stripTrailing();
  }

  private static void row(StringBuilder text, String name, YesNoMetrics counts) {
    line(
        text,
        "%-16s%-10.4f%-10.4f%-10.4f%-10.4f%.4f, %.4f",
        name,
        counts.accuracy(),
        counts.precision(),
        counts.recall(),
        counts.macroF1(),
        counts.majority().accuracy(),
        counts.majority().macroF1());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
