package io.tidewatch.platform.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.decisions.simulation.MarketResult;
import io.tidewatch.decisions.simulation.SimulationReport;
import io.tidewatch.decisions.simulation.SimulationReport.Figure;
import io.tidewatch.decisions.simulation.Strategy;
import io.tidewatch.decisions.simulation.StrategyResult;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.plots.SvgChart;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What was simulated, as JSON, as a table and as a picture. */
final class SimulationOutput {
  /** As many as the chart has colours that can be told apart. */
  private static final List<Strategy> DRAWN =
      List.of(Strategy.STATIC, Strategy.EPSILON_GREEDY, Strategy.THOMPSON, Strategy.ORACLE);

  private SimulationOutput() {}

  static ObjectNode json(SimulationReport report) {
    ObjectNode root = Json.object();
    root.put("decisions", report.options().decisions());
    root.put("driftAt", report.options().driftAt());
    figure(root, "ratio", ratio(report, Strategy.THOMPSON));
    root.put("recovered", report.recovered(Strategy.THOMPSON));
    ObjectNode strategies = root.putObject("strategies");
    for (Strategy strategy : Strategy.values()) {
      ObjectNode one = strategies.putObject(strategy.key());
      figure(one, "ratio", ratio(report, strategy));
      ObjectNode share = one.putObject("shareOfOracle");
      figure(share, "all", report.over(market -> market.ratio(strategy, Strategy.ORACLE)));
      figure(share, "beforeDrift", report.over(market -> before(market, strategy)));
      figure(
          share,
          "afterDrift",
          report.over(market -> market.ratioAfterDrift(strategy, Strategy.ORACLE)));
      figure(share, "atEnd", report.over(market -> market.ratioAtEnd(strategy, Strategy.ORACLE)));
    }
    ArrayNode markets = root.putArray("markets");
    report.markets().forEach(market -> market(markets.addObject(), market));
    return root;
  }

  private static void market(ObjectNode at, MarketResult market) {
    at.put("seed", market.options().seed());
    for (Strategy strategy : Strategy.values()) {
      StrategyResult result = market.results().get(strategy);
      ObjectNode one = at.putObject(strategy.key());
      one.put("reward", result.reward());
      one.put("made", result.totalMade());
      one.put("accepted", result.totalAccepted());
      one.put("acceptedValueMinor", result.acceptedValueMinor());
      one.put("repeats", result.repeats());
      one.put("leastProbability", result.leastProbability());
      market
          .recoveredAfter(strategy)
          .ifPresentOrElse(
              after -> one.put("recoveredAfter", after), () -> one.putNull("recoveredAfter"));
      ArrayNode got = one.putArray("madeByOffer");
      Arrays.stream(result.made()).forEach(got::add);
      ArrayNode accepted = one.putArray("acceptedByOffer");
      Arrays.stream(result.accepted()).forEach(accepted::add);
      ObjectNode whyNot = one.putObject("whyNot");
      result.heldBack().forEach((reason, count) -> whyNot.put(reason.name(), count));
    }
  }

  private static void figure(ObjectNode at, String key, Figure figure) {
    at.putObject(key).put("mean", figure.mean()).put("min", figure.min()).put("max", figure.max());
  }

  static String text(SimulationReport report) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d decisions in each of %d markets, drift at %d%n%n",
            report.options().decisions(),
            report.markets().size(),
            report.options().driftAt()));
    text.append(
        String.format(
            "%-15s%-28s%-12s%-12s%-12s%s%n",
            "", "reward / static (min, max)", "of oracle:", "before", "after", "at end"));
    for (Strategy strategy : Strategy.values()) {
      Figure ratio = ratio(report, strategy);
      String range =
          String.format(Locale.ROOT, "%.3f (%.3f, %.3f)", ratio.mean(), ratio.min(), ratio.max());
      text.append(
          String.format(
              Locale.ROOT,
              "%-15s%-28s%-12.3f%-12.3f%-12.3f%.3f%n",
              strategy.key(),
              range,
              report.over(market -> market.ratio(strategy, Strategy.ORACLE)).mean(),
              report.over(market -> before(market, strategy)).mean(),
              report.over(m -> m.ratioAfterDrift(strategy, Strategy.ORACLE)).mean(),
              report.over(m -> m.ratioAtEnd(strategy, Strategy.ORACLE)).mean()));
    }
    return text.append("\nbefore, after: a tenth of the run each side of the drift").toString();
  }

  /** Returns an SVG document: reward per decision by time, mean over markets. */
  static String plot(SimulationReport report) {
    int length = report.markets().get(0).windowLength();
    double[] x = new double[StrategyResult.WINDOWS];
    Arrays.setAll(x, i -> (i + 0.5) * length);
    double[][] y = new double[DRAWN.size()][];
    double highest = 0;
    for (int i = 0; i < y.length; i++) {
      y[i] = curve(report, DRAWN.get(i), length);
      highest = Math.max(highest, Arrays.stream(y[i]).max().orElse(0));
    }
    SvgChart chart =
        new SvgChart(
            "What policies bring",
            new SvgChart.Axis("decisions", 0, report.options().decisions()),
            new SvgChart.Axis("reward per decision, minor units", 0, highest));
    for (int i = 0; i < y.length; i++) {
      chart.line(DRAWN.get(i).key(), x, y[i]);
    }
    return chart.svg();
  }

  private static double[] curve(SimulationReport report, Strategy strategy, int length) {
    double[] curve = new double[StrategyResult.WINDOWS];
    for (MarketResult market : report.markets()) {
      double[] rewards = market.results().get(strategy).rewards();
      for (int i = 0; i < curve.length; i++) {
        curve[i] += rewards[i] / length / report.markets().size();
      }
    }
    return curve;
  }

  private static Figure ratio(SimulationReport report, Strategy strategy) {
    return report.over(market -> market.ratio(strategy, Strategy.STATIC));
  }

  private static double before(MarketResult market, Strategy strategy) {
    return market.ratioBeforeDrift(strategy, Strategy.ORACLE);
  }
}
