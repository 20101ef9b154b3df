package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.evaluation.EvaluationReport;
import java.util.Map;

/** An evaluation as JSON: the network's figures at the top, those of the others below baselines. */
final class EvaluationDocument {
  private EvaluationDocument() {}

  static ObjectNode of(EvaluationReport report) {
    ObjectNode root = Json.object();
    root.put("suite", report.suite());
    root.put("data", report.data());
    root.put("trainCustomers", report.trainCustomers());
    root.put("customers", report.customers());
    root.put("seeds", report.seeds());
    root.put("seconds", report.seconds());
    figures(root, report.network());
    ObjectNode spread = root.putObject("spread");
    report
        .spread()
        .forEach(
            (figure, value) ->
                parent(spread, figure)
                    .putObject(last(figure))
                    .put("min", value.min())
                    .put("max", value.max())
                    .put("sd", value.sd()));
    ObjectNode baselines = root.putObject("baselines");
    report.baselines().forEach((name, figures) -> figures(baselines.putObject(name), figures));
    ObjectNode best = root.putObject("best");
    report.best().forEach((figure, model) -> parent(best, figure).put(last(figure), model));
    figures(root.putObject("parameters"), report.parameters());
    report.notes().forEach(root.putArray("notes")::add);
    return root;
  }

  private static void figures(ObjectNode at, Map<String, Double> figures) {
    figures.forEach((figure, value) -> parent(at, figure).put(last(figure), value));
  }

  /** A dot in the name of a figure stands for an object. */
  private static ObjectNode parent(ObjectNode root, String figure) {
    int dot = figure.indexOf('.');
    return dot < 0 ? root : root.withObject("/" + figure.substring(0, dot));
  }

  private static String last(String figure) {
    return figure.substring(figure.indexOf('.') + 1);
  }
}
