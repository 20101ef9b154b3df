package io.tidewatch.platform;

import io.tidewatch.training.evaluation.EvaluationReport;
import io.tidewatch.training.evaluation.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An evaluation as a table for people: a row per figure, a column per model. */
final class EvaluationTable {
  private static final int WIDTH = 20;

  private EvaluationTable() {}

  static String of(EvaluationReport report) {
    List<String> models = new ArrayList<>(report.baselines().keySet());
    Map<String, String> best = report.best();
    StringBuilder text = new StringBuilder();
    text.append(report.suite()).append(": ").append(report.data()).append(".\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%d customers learned from, %d measured on, %d seed%s, %.0f s%n%n",
            report.trainCustomers(),
            report.customers(),
            report.seeds(),
            report.seeds() == 1 ? "" : "s",
            report.seconds()));
    text.append(cell("")).append(cell(EvaluationReport.NETWORK)).append(cell("min .. max"));
    models.forEach(model -> text.append(cell(model)));
    report
        .network()
        .forEach(
            (figure, value) -> {
              text.append('\n').append(cell(figure));
              text.append(cell(number(value, best.get(figure).equals(EvaluationReport.NETWORK))));
              text.append(cell(range(report.spread().get(figure))));
              for (String model : models) {
                double other = report.baselines().get(model).get(figure);
                text.append(cell(number(other, best.get(figure).equals(model))));
              }
            });
    text.append("\n\n* best of the row; network: mean over seeds, beside it the spread.");
    report.parameters().forEach((name, value) -> text.append(parameter(name, value)));
    report.notes().forEach(note -> text.append('\n').append(note));
    return text.toString();
  }

  private static String parameter(String name, double value) {
    return String.format(Locale.ROOT, "%n%s = %.4g", name, value);
  }

  private static String range(Spread spread) {
    return number(spread.min(), false).strip() + " .. " + number(spread.max(), false).strip();
  }

  private static String number(double value, boolean best) {
    String digits =
        Math.abs(value) < 100
            ? String.format(Locale.ROOT, "%.4f", value)
            : String.format(Locale.ROOT, "%.1f", value);
    return digits + (best ? "*" : " ");
  }

  private static String cell(String text) {
    return String.format(Locale.ROOT, "%-" + WIDTH + "s", text);
  }
}
