package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.Progress;
import io.tidewatch.training.evaluation.Spread;
import io.tidewatch.training.text.TextReport;
import io.tidewatch.training.text.TextSuites;
import io.tidewatch.training.text.TextSuites.ReviewSet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The suites that tell texts apart, and what they found as JSON and as a table. */
final class TextEvaluation {
  private TextEvaluation() {}

  /** Returns the set of reviews with a name. */
  static ReviewSet reviews(Optional<String> name, CommandLine command) {
    return Arrays.stream(ReviewSet.values())
        .filter(set -> set.toString().equals(name.orElse("")))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    command,
                    "evaluate zh-reviews needs --set NAME, one of %s, not '%s'"
                        .formatted(Arrays.toString(ReviewSet.values()), name.orElse(""))));
  }

  static TextReport run(
      Optional<ReviewSet> reviews,
      Path train,
      Optional<Path> test,
      OptionalInt networks,
      Progress progress) {
    return reviews
        .map(set -> TextSuites.reviews(set, train, test, networks, progress))
        .orElseGet(() -> TextSuites.banking77(train, test, networks, progress));
  }

  static ObjectNode json(TextReport report) {
    ObjectNode root = Json.object();
    root.put("suite", report.suite());
    root.put("data", report.data());
    root.put("trainTexts", report.trainTexts());
    root.put("texts", report.texts());
    root.put("networks", report.networks());
    put(root, report.model());
    put(root.putObject("baseline"), report.baseline());
    put(root.putObject("mixture"), report.mixture());
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
    root.put("textsPerSecond", report.textsPerSecond());
    root.put("seconds", report.seconds());
    report.notes().forEach(root.putArray("notes")::add);
    return root;
  }

  private static void put(ObjectNode at, Map<String, Double> figures) {
    figures.forEach(at::put);
  }

  static String table(TextReport report) {
    StringBuilder text = new StringBuilder();
    line(text, "%s: %s.", report.suite(), report.data());
    line(
        text,
        "%d texts learned from, %d measured on, %.0f s; %.0f texts a second on one thread%n",
        report.trainTexts(),
        report.texts(),
        report.seconds(),
        report.textsPerSecond());
    line(text, "%-20s %-10s %-20s %s", "", "served", "each network alone", "linear");
    report
        .model()
        .forEach(
            (figure, value) ->
                line(
                    text,
                    "%-20s %-10s %-20s %.4f",
                    figure,
                    String.format(Locale.ROOT, "%.4f", value),
                    spread(report, figure),
                    report.baseline().get(figure)));
    line(
        text,
        "%nNetworks trained: %d. Served are networks and linear model, counted as was best on texts"
            + " held out: %s",
        report.networks(),
        report.mixture());
    report.notes().forEach(note -> line(text, "%s", note));
    return text.toString().stripTrailing();
  }

  private static String spread(TextReport report, String figure) {
    Spread spread = report.spread().get(figure);
    return spread == null
        ? ""
        : String.format(Locale.ROOT, "%.4f .. %.4f", spread.min(), spread.max());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
