package io.tidewatch.platform.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.policy.Estimator;
import io.tidewatch.training.policy.Interval;
import io.tidewatch.training.policy.OfferLogReport;
import java.util.Locale;

/** What a policy for offers would bring, as JSON and as a table. */
final class OfferLogOutput {
  private static final double ODD_WEIGHTS = 0.2;

  private OfferLogOutput() {}

  static ObjectNode json(OfferLogReport report) {
    ObjectNode root = Json.object();
    root.put("policy", report.policy());
    root.put("days", report.days());
    root.put("leftOut", report.leftOut());
    root.put("offers", report.offers());
    root.put("withoutAlternative", report.certain());
    EstimateJson.put(root, "logged", report.logged());
    EstimateJson.put(root, report.estimates());
    EstimateJson.put(root, "difference", report.difference());
    return root;
  }

  static String table(OfferLogReport report) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "Policy %s, judged by %d offers to %d customers, as good as %.0f of its own; %d decisions left out, %.0f %% had no alternative",
        report.policy(),
        report.estimates().decisions(),
        report.estimates().customers(),
        report.estimates().effectiveDecisions(),
        report.leftOut(),
        100 * report.certain());
    double meanWeight = report.estimates().meanWeight();
    if (Math.abs(meanWeight - 1) > ODD_WEIGHTS) {
      line(
          text,
          "Weights have a mean of %.2f where 1 is to be expected: propensities are wrong, or choices"
              + " are missing from the log",
          meanWeight);
    }
    line(text, "%nValue of accepted offers, minor units per decision; 95 %% intervals.%n");
    row(text, "what the log brought", report.logged());
    for (Estimator estimator : Estimator.values()) {
      row(text, estimator.key(), report.estimates().of(estimator));
    }
    row(text, "doublyRobust less the log", report.difference());
    return text.toString().stripTrailing();
  }

  private static void row(StringBuilder text, String name, Interval interval) {
    line(
        text,
        "  %-28s %.2f  (%.2f .. %.2f)",
        name,
        interval.value(),
        interval.low(),
        interval.high());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
