package io.tidewatch.platform.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.evaluation.Spread;
import io.tidewatch.training.plots.SvgChart;
import io.tidewatch.training.policy.Interval;
import io.tidewatch.training.uplift.HillstromReport;
import io.tidewatch.training.uplift.HillstromReport.Finding;
import io.tidewatch.training.uplift.HillstromReport.Mail;
import io.tidewatch.training.uplift.HillstromReport.Outcome;
import io.tidewatch.training.uplift.HillstromReport.Ranking;
import io.tidewatch.training.uplift.Targeting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What was found on Hillstrom's e-mail test, as JSON, as tables and as pictures. */
public final class HillstromOutput {
  /** Rates are shown per hundred customers, money per customer. */
  private static final Map<Outcome, Double> SHOWN_PER =
      Map.of(Outcome.VISIT, 100.0, Outcome.CONVERSION, 100.0, Outcome.SPEND, 1.0);

  private HillstromOutput() {}

  /** Returns the sample ratio, effects by e-mail and outcome, and uplift models below them. */
  public static ObjectNode json(HillstromReport report) {
    ObjectNode root = Json.object();
    root.put("suite", "hillstrom");
    root.put("data", report.data());
    root.put("customers", report.customers());
    root.put("seeds", report.seeds());
    root.put("resamples", report.resamples());
    root.put("seconds", report.seconds());
    root.put("effectsAgree", report.findings().stream().allMatch(Finding::agrees));
    EstimateJson.put(root.putObject("sampleRatio"), report.sampleRatio());
    ObjectNode effects = root.putObject("effects");
    ObjectNode uplift = root.putObject("uplift");
    for (Finding finding : report.findings()) {
      String at = "/" + finding.mail().key();
      effect(effects.withObject(at).putObject(finding.outcome().key()), finding);
      ObjectNode models = uplift.withObject(at).putObject(finding.outcome().key());
      for (Ranking ranking : Ranking.values()) {
        ObjectNode one = models.putObject(ranking.key());
        targeting(one, finding.targeting().get(ranking));
        if (ranking != Ranking.RANDOM) {
          spread(one.putObject("spread"), finding.targeting().get(ranking));
        }
      }
    }
    return root;
  }

  private static void effect(ObjectNode at, Finding finding) {
    EstimateJson.put(at, finding.effect());
    at.put("published", finding.published());
    at.put("agrees", finding.agrees());
    EstimateJson.put(at, finding.cuped());
  }

  private static void targeting(ObjectNode at, Targeting targeting) {
    EstimateJson.put(at, "qini", targeting.qini());
    EstimateJson.put(at, "qiniCoefficient", targeting.qiniCoefficient());
    EstimateJson.put(at, "upliftAt30", targeting.upliftAt30());
    EstimateJson.put(at, "overAverage", targeting.overAverage());
  }

  private static void spread(ObjectNode at, Targeting targeting) {
    spread(at, "qini", targeting.qiniSpread());
    spread(at, "upliftAt30", targeting.upliftAt30Spread());
  }

  private static void spread(ObjectNode at, String key, Spread spread) {
    at.putObject(key).put("min", spread.min()).put("max", spread.max()).put("sd", spread.sd());
  }

  /** Returns tables for people. */
  public static String table(HillstromReport report) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "hillstrom: %s, %d customers, %d seeds, %d resamples, %.0f s",
        report.data(),
        report.customers(),
        report.seeds(),
        report.resamples(),
        report.seconds());
    line(text, "Sample ratio: %s", EstimateText.of(report.sampleRatio()));
    line(
        text,
        "%nVisits and conversions per 100 customers, spend in dollars per customer; 95 %% intervals.");
    line(
        text,
        "%n%-18s %9s %9s  %-30s %-10s %s",
        "average effects",
        "none",
        "e-mail",
        "effect",
        "published",
        "CUPED saves of the variance");
    for (Finding finding : report.findings()) {
      double per = SHOWN_PER.get(finding.outcome());
      line(
          text,
          "%-18s %9.3f %9.3f  %-30s %-10s %.2f %%",
          name(finding),
          per * finding.effect().controlMean(),
          per * finding.effect().treatedMean(),
          shown(finding.effect().effect(), per),
          String.format(Locale.ROOT, "%.3f", per * finding.published())
              + (finding.agrees() ? "" : " (!)"),
          100 * finding.cuped().varianceSaved());
    }
    line(
        text,
        "%n%-18s %-19s %-30s %-30s %s",
        "targeting",
        "by",
        "qini",
        "uplift at 30 %",
        "above the average effect");
    for (Finding finding : report.findings()) {
      double per = SHOWN_PER.get(finding.outcome());
      for (Ranking ranking : Ranking.values()) {
        Targeting targeting = finding.targeting().get(ranking);
        line(
            text,
            "%-18s %-19s %-30s %-30s %s",
            name(finding),
            ranking.key(),
            shown(targeting.qini(), per),
            shown(targeting.upliftAt30(), per),
            shown(targeting.overAverage(), per));
      }
    }
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  private static String name(Finding finding) {
    return finding.mail().key() + " " + finding.outcome().key();
  }

  private static String shown(Interval interval, double per) {
    return String.format(
        Locale.ROOT,
        "%.3f (%.3f .. %.3f)",
        per * interval.value(),
        per * interval.low(),
        per * interval.high());
  }

  /**
   * Returns SVG documents by the name of their file: the Qini curves of each e-mail and outcome.
   */
  public static Map<String, String> plots(HillstromReport report) {
    Map<String, String> plots = new TreeMap<>();
    for (Finding finding : report.findings()) {
      plots.put(
          "qini-" + finding.mail().key() + "-" + finding.outcome().key() + ".svg", plot(finding));
    }
    return plots;
  }

  private static String plot(Finding finding) {
    double per = SHOWN_PER.get(finding.outcome());
    double lowest = extreme(finding, per, -1);
    double highest = extreme(finding, per, 1);
    boolean money = finding.outcome() == Outcome.SPEND;
    SvgChart chart =
        new SvgChart(
            (finding.mail() == Mail.MENS ? "Men's" : "Women's") + " e-mail: whom to send it to",
            new SvgChart.Axis("customers targeted, %", 0, 100),
            new SvgChart.Axis(
                money
                    ? "dollars gained per customer"
                    : finding.outcome().key() + "s gained per 100 customers",
                -lowest,
                highest));
    for (Ranking ranking : Ranking.values()) {
      List<Double> curve = finding.curves().get(ranking);
      double[] shares =
          IntStream.range(0, curve.size())
              .mapToDouble(i -> 100.0 * i / (curve.size() - 1))
              .toArray();
      chart.line(ranking.key(), shares, curve.stream().mapToDouble(y -> per * y).toArray());
    }
    return chart.svg();
  }

  /** Returns the largest value of the curves, or with sign -1 the largest of their negatives. */
  private static double extreme(Finding finding, double per, int sign) {
    return finding.curves().values().stream()
        .flatMap(List::stream)
        .mapToDouble(gain -> sign * per * gain)
        .max()
        .orElseThrow();
  }
}
