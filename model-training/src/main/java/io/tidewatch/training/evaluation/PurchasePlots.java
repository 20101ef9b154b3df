package io.tidewatch.training.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Draws a network beside the two models that people know, BG/NBD and recency. */
record PurchasePlots(
    List<PurchaseCase> cases,
    List<Forecast> network,
    List<Forecast> bgNbd,
    List<Forecast> recency) {

  /** Returns SVG documents by file name. */
  Map<String, String> draw() {
    Map<String, String> plots = new LinkedHashMap<>();
    plots.put(
        EvaluationPlots.CALIBRATION,
        EvaluationPlots.calibration(
            "any purchase",
            List.of(network(Forecast::any), bgNbd(Forecast::any)),
            PurchaseQuality.any(cases)));
    plots.put(
        EvaluationPlots.GAINS,
        EvaluationPlots.gains(
            "purchases",
            List.of(
                network(Forecast::expected),
                bgNbd(Forecast::expected),
                model("recency", recency, Forecast::expected)),
            cases.stream().mapToDouble(c -> c.outcome().purchases()).toArray()));
    plots.put(
        EvaluationPlots.EXPECTED,
        EvaluationPlots.expected(
            List.of(network(Forecast::expected), bgNbd(Forecast::expected)), cases));
    return plots;
  }

  private EvaluationPlots.Model network(ToDoubleFunction<Forecast> value) {
    return model(EvaluationReport.NETWORK, network, value);
  }

  private EvaluationPlots.Model bgNbd(ToDoubleFunction<Forecast> value) {
    return model("BG/NBD", bgNbd, value);
  }

  private static EvaluationPlots.Model model(
      String name, List<Forecast> forecasts, ToDoubleFunction<Forecast> value) {
    return new EvaluationPlots.Model(name, forecasts.stream().mapToDouble(value).toArray());
  }
}
