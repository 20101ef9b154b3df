package io.tidewatch.training.evaluation;

import io.tidewatch.training.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Measures the network and the baselines on the same cases.
 *
 * @param train cases to learn from
 * @param test cases to measure on; none of them learned from
 * @param observed cases whose observed weeks BG/NBD is fitted to; it sees nothing of what followed
 * @param weeks weeks to forecast
 */
record PurchaseEvaluation(
    List<PurchaseCase> train, List<PurchaseCase> test, List<PurchaseCase> observed, double weeks) {
  private static final double BASELINES = 0.1;
  private static final String BG_NBD = "bgNbd";
  private static final String RECENCY = "recency";
  private static final String MAE =
      "mae is that of the median, which has the least absolute error, for every model;"
          + " maeOfExpected is that of the expectation. For maeAtEqualTotals each model's"
          + " expectations are multiplied by one factor, so that those of the customers learned from"
          + " come to as many purchases as these made: who expects too little has the smaller"
          + " absolute error.";

  /** Runs it. */
  EvaluationReport run(
      String suite, String data, List<String> notes, int seeds, Progress progress) {
    long start = System.nanoTime();
    progress.at(0, "BG/NBD");
    BgNbdForecaster bgNbd = BgNbdForecaster.fit(observed, weeks);
    Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
    baselines.put(BG_NBD, quality(bgNbd));
    progress.at(0.02, "logistic regression");
    baselines.put("logisticRegression", quality(Baselines.logisticRegression(train)));
    progress.at(0.04, "boosted trees");
    baselines.put("boosting", quality(Baselines.boosting(train)));
    Forecaster recency = Baselines.recency(train);
    baselines.put(RECENCY, quality(recency));
    List<Double> byChance = new ArrayList<>();
    Map<String, String> plots = new LinkedHashMap<>();
    EvaluationRun.OverSeeds network =
        EvaluationRun.measure(
            seeds,
            (seed, part) -> {
              NetworkForecaster fitted = NetworkForecaster.fit(train, seed, part);
              List<Forecast> forecasts = fitted.forecast(test);
              byChance.add(PurchaseQuality.calibrationErrorByChance(forecasts, seed));
              if (plots.isEmpty()) {
                plots.putAll(plots(forecasts, bgNbd.forecast(test), recency.forecast(test)));
              }
              return quality(fitted);
            },
            progress.part(BASELINES, 1));
    EvaluationReport report =
        new EvaluationReport(
            suite,
            data,
            train.size(),
            test.size(),
            seeds,
            network.mean(),
            network.spread(),
            baselines,
            parameters(bgNbd),
            notes,
            plots,
            (System.nanoTime() - start) / 1e9);
    return report.withNotes(List.of(MAE, chance(byChance), verdict(report)));
  }

  private static String chance(List<Double> byChance) {
    return String.format(
        Locale.ROOT,
        "With so many customers, probabilities that are exactly right would show a"
            + " calibrationError of %.4f.",
        byChance.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
  }

  private static String verdict(EvaluationReport report) {
    List<String> lost = report.lostTo(BG_NBD);
    return lost.isEmpty()
        ? "The network is better than BG/NBD in every figure."
        : "BG/NBD is better than the network in "
            + String.join(", ", lost)
            + "; the network in the other figures.";
  }

  private Map<String, Double> quality(Forecaster forecaster) {
    return PurchaseQuality.of(
        forecaster.forecast(test),
        test,
        PurchaseQuality.totalsFactor(forecaster.forecast(train), train));
  }

  /** Draws the first network beside the models that need no training on features. */
  private Map<String, String> plots(
      List<Forecast> network, List<Forecast> bgNbd, List<Forecast> recency) {
    Map<String, String> plots = new LinkedHashMap<>();
    plots.put(
        EvaluationPlots.CALIBRATION,
        EvaluationPlots.calibration(
            "any purchase",
            List.of(
                model(EvaluationReport.NETWORK, network, Forecast::any),
                model(BG_NBD, bgNbd, Forecast::any)),
            PurchaseQuality.any(test)));
    List<EvaluationPlots.Model> expected =
        List.of(
            model(EvaluationReport.NETWORK, network, Forecast::expected),
            model(BG_NBD, bgNbd, Forecast::expected));
    plots.put(EvaluationPlots.EXPECTED, EvaluationPlots.expected(expected, test));
    List<EvaluationPlots.Model> ranked = new ArrayList<>(expected);
    ranked.add(model(RECENCY, recency, Forecast::expected));
    plots.put(
        EvaluationPlots.GAINS,
        EvaluationPlots.gains(
            "purchases",
            ranked,
            test.stream().mapToDouble(c -> c.outcome().purchases()).toArray()));
    return plots;
  }

  private static EvaluationPlots.Model model(
      String name, List<Forecast> forecasts, ToDoubleFunction<Forecast> value) {
    return new EvaluationPlots.Model(name, forecasts.stream().mapToDouble(value).toArray());
  }

  private static Map<String, Double> parameters(BgNbdForecaster model) {
    Map<String, Double> parameters = new LinkedHashMap<>();
    parameters.put("bgNbd.r", model.purchases().r());
    parameters.put("bgNbd.alpha", model.purchases().alpha());
    parameters.put("bgNbd.a", model.purchases().a());
    parameters.put("bgNbd.b", model.purchases().b());
    parameters.put("gammaGamma.p", model.money().p());
    parameters.put("gammaGamma.q", model.money().q());
    parameters.put("gammaGamma.v", model.money().v());
    return parameters;
  }
}
