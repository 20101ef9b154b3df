package io.tidewatch.platform.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.policy.Estimator;
import io.tidewatch.training.policy.Interval;
import io.tidewatch.training.policy.OpenBanditReport;
import io.tidewatch.training.policy.OpenBanditReport.Judgement;
import io.tidewatch.training.policy.SimulationReport;
import java.util.Locale;

/** What was found on the Open Bandit Dataset, as JSON and as a table. */
public final class OpenBanditOutput {
  private OpenBanditOutput() {}

  /** Returns one object per campaign, in it one per judged policy, and the simulation. */
  public static ObjectNode json(OpenBanditReport report) {
    ObjectNode root = Json.object();
    root.put("suite", "obd");
    root.put("data", report.data());
    root.put("resamples", report.resamples());
    root.put("seconds", report.seconds());
    root.put("coverage", report.simulation().coverage().get(Estimator.DOUBLY_ROBUST));
    ObjectNode campaigns = root.putObject("campaigns");
    for (Judgement judgement : report.judgements()) {
      ObjectNode campaign = campaigns.withObject("/" + judgement.campaign());
      campaign.put("items", judgement.items());
      ObjectNode policy = campaign.putObject(judgement.policy());
      policy.put("log", judgement.log());
      EstimateJson.put(policy, "clickRate", judgement.clickRate());
      EstimateJson.put(policy, judgement.estimates());
      ObjectNode errors = policy.putObject("relativeError");
      for (Estimator estimator : Estimator.values()) {
        errors.put(estimator.key(), judgement.relativeError(estimator));
      }
    }
    simulation(root.putObject("simulation"), report.simulation());
    return root;
  }

  private static void simulation(ObjectNode at, SimulationReport simulation) {
    at.put("runs", simulation.runs());
    at.put("decisions", simulation.decisions());
    at.put("truth", simulation.truth());
    ObjectNode coverage = at.putObject("coverage");
    ObjectNode errors = at.putObject("rootMeanSquaredError");
    for (Estimator estimator : Estimator.values()) {
      coverage.put(estimator.key(), simulation.coverage().get(estimator));
      errors.put(estimator.key(), simulation.errors().get(estimator));
    }
  }

  /** Returns a table per judged policy, and one of the simulation. */
  public static String table(OpenBanditReport report) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "obd: %s, %d resamples, %.0f s%nClicks per impression, with 95 %% intervals.%n",
            report.data(),
            report.resamples(),
            report.seconds()));
    for (Judgement judgement : report.judgements()) {
      judgement(text, judgement);
    }
    SimulationReport simulation = report.simulation();
    text.append(
        String.format(
            Locale.ROOT,
            "%n%d simulated logs of %d decisions, truth %.4f%n%-28s %-22s %s",
            simulation.runs(),
            simulation.decisions(),
            simulation.truth(),
            "",
            "intervals that hold it",
            "root mean squared error"));
    for (Estimator estimator : Estimator.values()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%-28s %-22s %.4f",
              estimator.key(),
              String.format(Locale.ROOT, "%.1f %%", 100 * simulation.coverage().get(estimator)),
              simulation.errors().get(estimator)));
    }
    return text.toString();
  }

  private static void judgement(StringBuilder text, Judgement judgement) {
    text.append(
        String.format(
            Locale.ROOT,
            "%n%s: %s, judged by the log of %s (%d decisions, as good as %.0f of its own)%n",
            judgement.campaign(),
            judgement.policy(),
            judgement.log(),
            judgement.estimates().decisions(),
            judgement.estimates().effectiveDecisions()));
    row(text, "its own click rate", judgement.clickRate(), "");
    for (Estimator estimator : Estimator.values()) {
      row(
          text,
          estimator.key(),
          judgement.estimates().of(estimator),
          String.format(Locale.ROOT, "  off by %.0f %%", 100 * judgement.relativeError(estimator)));
    }
  }

  private static void row(StringBuilder text, String name, Interval interval, String remark) {
    text.append(
        String.format(
            Locale.ROOT,
            "  %-28s %.5f  (%.5f .. %.5f)%s%n",
            name,
            interval.value(),
            interval.low(),
            interval.high(),
            remark));
  }
}
