package io.tidewatch.training.evaluation;

import io.tidewatch.training.BinaryMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Variance;

/** How good forecasts of purchases are, by the names that reports use. */
final class PurchaseQuality {
  static final String CORRELATION = "correlation";
  static final String MAE = "mae";
  static final String MAE_OF_EXPECTED = "maeOfExpected";
  static final String MAE_OF_MEDIAN = "maeOfMedian";
  static final String MAE_AT_EQUAL_TOTALS = "maeAtEqualTotals";
  static final String AUC = "auc";
  static final String BRIER = "brier";
  static final String CALIBRATION_ERROR = "calibrationError";
  static final String SPEND_MSE = "spend.mse";
  static final String SPEND_R2 = "spend.r2";

  private static final int DRAWS = 20;

  private PurchaseQuality() {}

  /**
   * Measures forecasts against what happened: {@code correlation} (Pearson) of expected and actual
   * purchases; {@code maeOfExpected} and {@code maeOfMedian}, mean absolute errors of the expected
   * and the usual purchases, of which {@code mae} repeats the latter; {@code maeAtEqualTotals},
   * that of the expected purchases times a factor; {@code auc}, {@code brier} and {@code
   * calibrationError} of the probability of any purchase, as {@link BinaryMetrics} defines them;
   * {@code spend.mse} (squared major units) and {@code spend.r2} of expected and actual spend.
   *
   * @param forecasts one per case, in the same order
   * @param totalsFactor {@link #totalsFactor} of the model
   * @throws IllegalArgumentException if lengths differ or all cases have the same outcome
   */
  static Map<String, Double> of(
      List<Forecast> forecasts, List<PurchaseCase> cases, double totalsFactor) {
    if (forecasts.size() != cases.size()) {
      throw new IllegalArgumentException(
          forecasts.size() + " forecasts but " + cases.size() + " cases");
    }
    double[] expected = forecasts.stream().mapToDouble(Forecast::expected).toArray();
    double[] actual = cases.stream().mapToDouble(c -> c.outcome().purchases()).toArray();
    BinaryMetrics any =
        BinaryMetrics.of(forecasts.stream().mapToDouble(Forecast::any).toArray(), any(cases));
    double[] spend = cases.stream().mapToDouble(c -> c.outcome().spend()).toArray();
    double spendError = 0;
    double expectedError = 0;
    double medianError = 0;
    double equalTotalsError = 0;
    for (int i = 0; i < spend.length; i++) {
      expectedError += Math.abs(expected[i] - actual[i]);
      equalTotalsError += Math.abs(totalsFactor * expected[i] - actual[i]);
      medianError += Math.abs(forecasts.get(i).usual() - actual[i]);
      spendError += Math.pow(forecasts.get(i).spend() - spend[i], 2);
    }
    double spendMse = spendError / spend.length;
    double spendVariance = new Variance(false).evaluate(spend);
    Map<String, Double> quality = new LinkedHashMap<>();
    quality.put(CORRELATION, new PearsonsCorrelation().correlation(expected, actual));
    quality.put(MAE, medianError / spend.length);
    quality.put(MAE_OF_EXPECTED, expectedError / spend.length);
    quality.put(MAE_OF_MEDIAN, medianError / spend.length);
    quality.put(MAE_AT_EQUAL_TOTALS, equalTotalsError / spend.length);
    quality.put(AUC, any.auc());
    quality.put(BRIER, any.brier());
    quality.put(CALIBRATION_ERROR, any.calibrationError());
    quality.put(SPEND_MSE, spendMse);
    quality.put(SPEND_R2, 1 - spendMse / spendVariance);
    return quality;
  }

  /**
   * Returns by what a model's expected purchases are to be multiplied so that over some cases they
   * come to as many as came. A model that expects too little has the smaller absolute error where
   * most counts are 0; with the factors two models can be compared.
   *
   * @param forecasts one per case
   * @param cases cases that were learned from, never those measured on
   */
  static double totalsFactor(List<Forecast> forecasts, List<PurchaseCase> cases) {
    return cases.stream().mapToDouble(c -> c.outcome().purchases()).sum()
        / forecasts.stream().mapToDouble(Forecast::expected).sum();
  }

  static boolean[] any(List<PurchaseCase> cases) {
    boolean[] any = new boolean[cases.size()];
    for (int i = 0; i < any.length; i++) {
      any[i] = cases.get(i).outcome().any();
    }
    return any;
  }

  /**
   * Returns the calibration error that probabilities show on so many cases though they are exactly
   * right: the mean over outcomes drawn from them.
   */
  static double calibrationErrorByChance(List<Forecast> forecasts, long seed) {
    double[] probabilities = forecasts.stream().mapToDouble(Forecast::any).toArray();
    Random random = new Random(seed);
    double sum = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      boolean[] any = new boolean[probabilities.length];
      for (int i = 0; i < any.length; i++) {
        any[i] = random.nextDouble() < probabilities[i];
      }
      sum += BinaryMetrics.of(probabilities, any).calibrationError();
    }
    return sum / DRAWS;
  }
}
