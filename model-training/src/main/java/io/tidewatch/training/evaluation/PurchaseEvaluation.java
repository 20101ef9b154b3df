package io.tidewatch.training.evaluation;

import io.tidewatch.training.Progress;
import io.tidewatch.training.policy.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
  private static final List<String> COMPARED =
      List.of(
          PurchaseQuality.CORRELATION,
          PurchaseQuality.MAE,
          PurchaseQuality.MAE_AT_EQUAL_TOTALS,
          PurchaseQuality.AUC);
  private static final String JOINED =
      "The network's expected purchases and spend are means of networks and BG/NBD, whose totals"
          + " are first brought to those that came; its probabilities are a network's alone.";
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
    BgNbdForecaster fitted = BgNbdForecaster.fit(observed, weeks);
    JudgedModel bgNbd = judged(fitted);
    progress.at(0.02, "logistic regression");
    JudgedModel logistic = judged(Baselines.logisticRegression(train));
    progress.at(0.04, "boosted trees");
    JudgedModel boosting = judged(Baselines.boosting(train));
    JudgedModel recency = judged(Baselines.recency(train));
    Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
    baselines.put(BG_NBD, bgNbd.quality(test));
    baselines.put("logisticRegression", logistic.quality(test));
    baselines.put("boosting", boosting.quality(test));
    baselines.put("recency", recency.quality(test));
    List<JudgedModel> networks = new ArrayList<>();
    EvaluationRun.OverSeeds overSeeds =
        EvaluationRun.measure(
            seeds,
            (seed, part) -> {
              JudgedModel network = judged(NetworkForecaster.fit(train, fitted, seed, part));
              networks.add(network);
              return network.quality(test);
            },
            progress.part(BASELINES, 1));
    JudgedModel first = networks.get(0);
    EvaluationReport report =
        new EvaluationReport(
            suite,
            data,
            train.size(),
            test.size(),
            seeds,
            overSeeds.mean(),
            overSeeds.spread(),
            baselines,
            parameters(fitted),
            notes,
            new PurchasePlots(test, first.forecasts(), bgNbd.forecasts(), recency.forecasts())
                .draw(),
            (System.nanoTime() - start) / 1e9);
    return report.withNotes(
        List.of(
            JOINED,
            MAE,
            chance(networks),
            verdict(report),
            sureness(PairedBootstrap.differences(first, bgNbd, test, 1))));
  }

  private JudgedModel judged(Forecaster forecaster) {
    return new JudgedModel(
        forecaster.forecast(test), PurchaseQuality.totalsFactor(forecaster.forecast(train), train));
  }

  private static String chance(List<JudgedModel> networks) {
    return String.format(
        Locale.ROOT,
        "With so many customers, probabilities that are exactly right would show a"
            + " calibrationError of %.4f.",
        IntStream.range(0, networks.size())
            .mapToDouble(
                i -> PurchaseQuality.calibrationErrorByChance(networks.get(i).forecasts(), i + 1))
            .average()
            .orElseThrow());
  }

  private static String verdict(EvaluationReport report) {
    List<String> lost = report.lostTo(BG_NBD);
    return lost.isEmpty()
        ? "The network is better than BG/NBD in every figure."
        : "BG/NBD is better than the network in "
            + String.join(", ", lost)
            + "; the network in the other figures.";
  }

  /** What of the verdict could be luck. */
  private static String sureness(Map<String, Interval> differences) {
    return "The first network minus BG/NBD, with 95 % intervals over resampled customers: "
        + COMPARED.stream()
            .map(
                figure -> {
                  Interval d = differences.get(figure);
                  return String.format(
                      Locale.ROOT, "%s %.3f (%.3f .. %.3f)", figure, d.value(), d.low(), d.high());
                })
            .collect(Collectors.joining(", "))
        + ".";
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
