package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.text.ReplyReport;
import java.util.Locale;

/** What the suite of suggested replies found, as JSON and as a table. */
final class ReplyEvaluation {
  private ReplyEvaluation() {}

  static ObjectNode json(ReplyReport report) {
    ObjectNode root = Json.object();
    root.put("suite", "replies");
    root.put("data", report.data());
    root.put("trainTexts", report.trainTexts());
    root.put("texts", report.texts());
    root.put("articles", report.articles());
    root.put("vectors", report.vectors());
    root.put("wordShare", report.wordShare());
    report.model().forEach(root::put);
    ObjectNode baseline = root.putObject("baseline");
    report.baseline().forEach(baseline::put);
    root.put("suggested", report.suggested());
    root.put("suggestedRight", report.suggestedRight());
    root.put("textsPerSecond", report.textsPerSecond());
    root.put("seconds", report.seconds());
    report.notes().forEach(root.putArray("notes")::add);
    return root;
  }

  static String table(ReplyReport report) {
    StringBuilder text = new StringBuilder();
    line(text, "replies: %s.", report.data());
    line(
        text,
        "%d questions learned from, %d measured on, %d answers, %.0f s; %.0f questions a second on"
            + " one thread%n",
        report.trainTexts(),
        report.texts(),
        report.articles(),
        report.seconds(),
        report.textsPerSecond());
    line(text, "%-20s %-20s %s", "", "words and meaning", "words alone (BM25)");
    report
        .model()
        .forEach(
            (figure, value) ->
                line(text, "%-20s %-20.4f %.4f", figure, value, report.baseline().get(figure)));
    line(
        text,
        "%nMeaning: vectors of %s. Words count %.2f of it.",
        report.vectors(),
        report.wordShare());
    line(
        text,
        "With a confidence of at least 0.5: %.1f %% of the questions, %.1f %% of them right.",
        100 * report.suggested(),
        100 * report.suggestedRight());
    report.notes().forEach(note -> line(text, "%s", note));
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
