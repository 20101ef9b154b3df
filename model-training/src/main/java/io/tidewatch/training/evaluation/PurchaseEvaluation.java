package io.tidewatch.training.evaluation;

import io.tidewatch.training.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
  private static final String MAE =
      "mae is that of the median, which has the least absolute error, for every model;"
          + " maeOfExpected is that of the expectation.";

  /** Runs it. */
  EvaluationReport run(
      String suite, String data, List<String> notes, int seeds, Progress progress) {
    long start = System.nanoTime();
    progress.at(0, "BG/NBD");
    BgNbdForecaster bgNbd = BgNbdForecaster.fit(observed, weeks);
    Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
    baselines.put(
        BG_NBD, PurchaseQuality.of(bgNbd.forecast(test), test, PurchaseQuality.MAE_OF_MEDIAN));
    progress.at(0.02, "logistic regression");
    baselines.put("logisticRegression", quality(Baselines.logisticRegression(train)));
    progress.at(0.04, "boosted trees");
    baselines.put("boosting", quality(Baselines.boosting(train)));
    baselines.put("recency", quality(Baselines.recency(train)));
    List<Double> byChance = new ArrayList<>();
    EvaluationRun.OverSeeds network =
        EvaluationRun.measure(
            seeds,
            (seed, part) -> {
              List<Forecast> forecasts = NetworkForecaster.fit(train, seed, part).forecast(test);
              byChance.add(PurchaseQuality.calibrationErrorByChance(forecasts, seed));
              return PurchaseQuality.of(forecasts, test, PurchaseQuality.MAE_OF_MEDIAN);
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
    return PurchaseQuality.of(forecaster.forecast(test), test, PurchaseQuality.MAE_OF_MEDIAN);
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
