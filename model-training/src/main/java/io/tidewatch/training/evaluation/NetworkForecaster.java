package io.tidewatch.training.evaluation;

import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.training.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two networks that learn from the same cases, joined with BG/NBD. One network reads the feature
 * vector of the live job and has a head for each part of a forecast; what it learns of purchases
 * and spend is a factor on the purchases and the spend so far, of which each counts half as much
 * for every 90 days since, so that twice as many mean twice as many also where there were few
 * examples. The other reads {@link RhythmInputs} alone and learns a factor on the rate of purchases
 * over all the time. Expected purchases are the mean of both and of BG/NBD: what is too much for
 * the recent purchases of a few heavy buyers is not too much for their rate. Expected spend is the
 * mean of the first network and of BG/NBD with Gamma-Gamma. BG/NBD expects too little in total, so
 * a factor learned from the same cases comes before the means. Settings were chosen on parts of the
 * CDNOW train file.
 */
final class NetworkForecaster implements Forecaster {
  private static final EvaluatedNetwork.Settings SETTINGS =
      new EvaluatedNetwork.Settings(32, 0.004, 4, 512, 40, 5);
  private static final EvaluatedNetwork.Settings RHYTHM_SETTINGS =
      new EvaluatedNetwork.Settings(16, 0.004, 1, 512, 40, 5);
  private static final double RHYTHM_FROM = 0.65; // share of the time when the second begins
  private static final List<Head> HEADS = List.of(Head.MEAN, Head.PROBABILITY, Head.MEAN);
  private static final int PURCHASES = FeatureCatalogue.features().indexOf(Feature.PURCHASES_90D);
  private static final int SPEND = FeatureCatalogue.features().indexOf(Feature.SPEND_90D);
  // Of who was last there two years ago, or spent next to nothing; keeps the logarithm finite.
  private static final double LEAST = 0.005;

  private final NetworkEnsemble ensemble;
  private final NetworkEnsemble rhythm;
  private final Scaled bgNbd;
  private final double meanSpend;
  private final double medianShare;

  private NetworkForecaster(
      NetworkEnsemble ensemble,
      NetworkEnsemble rhythm,
      Scaled bgNbd,
      double meanSpend,
      double medianShare) {
    this.ensemble = ensemble;
    this.rhythm = rhythm;
    this.bgNbd = bgNbd;
    this.meanSpend = meanSpend;
    this.medianShare = medianShare;
  }

  /**
   * Fits the networks.
   *
   * @param bgNbd fitted to observed weeks, which may be those of the cases
   * @param seed draws folds, first weights and batches
   */
  static NetworkForecaster fit(
      List<PurchaseCase> train, BgNbdForecaster bgNbd, long seed, Progress progress) {
    double meanSpend = train.stream().mapToDouble(c -> c.outcome().spend()).average().orElseThrow();
    Examples examples = examples(train, meanSpend);
    NetworkEnsemble ensemble =
        NetworkEnsemble.fit(SETTINGS, HEADS, examples, seed, progress.part(0, RHYTHM_FROM));
    NetworkEnsemble rhythm =
        NetworkEnsemble.fit(
            RHYTHM_SETTINGS,
            List.of(Head.MEAN),
            RhythmInputs.of(train),
            seed,
            progress.part(RHYTHM_FROM, 1));
    Scaled scaled = Scaled.fit(bgNbd, train);
    double[] purchases =
        means(ensemble.unseen()[0], rhythm.unseen()[0], scaled.purchases(bgNbd.forecast(train)));
    return new NetworkForecaster(
        ensemble,
        rhythm,
        scaled,
        meanSpend,
        medianShare(purchases, ensemble.unseen()[1], examples.labels()[0]));
  }

  private static double[] means(double[] a, double[] b, double[] c) {
    double[] means = new double[a.length];
    Arrays.setAll(means, i -> (a[i] + b[i] + c[i]) / 3);
    return means;
  }

  /**
   * BG/NBD whose totals are those that came.
   *
   * @param model the model
   * @param purchaseFactor on its expected purchases
   * @param spendFactor on its expected spend
   */
  private record Scaled(BgNbdForecaster model, double purchaseFactor, double spendFactor) {
    static Scaled fit(BgNbdForecaster model, List<PurchaseCase> train) {
      List<Forecast> forecasts = model.forecast(train);
      double spend = train.stream().mapToDouble(c -> c.outcome().spend()).sum();
      return new Scaled(
          model,
          PurchaseQuality.totalsFactor(forecasts, train),
          spend / forecasts.stream().mapToDouble(Forecast::spend).sum());
    }

    double[] purchases(List<Forecast> forecasts) {
      return forecasts.stream().mapToDouble(f -> purchaseFactor * f.expected()).toArray();
    }
  }

  /** Returns the share of the mean that has the least absolute error among those who will buy. */
  private static double medianShare(double[] expected, double[] any, float[] purchases) {
    double best = 1;
    double least = Double.MAX_VALUE;
    for (double share = 0.5; share <= 1.2; share += 0.05) {
      double error = 0;
      for (int i = 0; i < purchases.length; i++) {
        error += Math.abs(usual(expected[i], any[i], share) - purchases[i]);
      }
      if (error < least) {
        least = error;
        best = share;
      }
    }
    return best;
  }

  /** Who will rather not buy has a median of 0. */
  private static double usual(double expected, double any, double medianShare) {
    return any > 0.5 ? expected * medianShare : 0;
  }

  @Override
  public List<Forecast> forecast(List<PurchaseCase> cases) {
    double[][] scores = ensemble.scores(examples(cases, meanSpend));
    List<Forecast> literature = bgNbd.model().forecast(cases);
    double[] purchases =
        means(scores[0], rhythm.scores(RhythmInputs.of(cases))[0], bgNbd.purchases(literature));
    List<Forecast> forecasts = new ArrayList<>(cases.size());
    for (int i = 0; i < cases.size(); i++) {
      double expected = purchases[i];
      double any = scores[1][i];
      double spend =
          (scores[2][i] * meanSpend + bgNbd.spendFactor() * literature.get(i).spend()) / 2;
      forecasts.add(new Forecast(expected, usual(expected, any, medianShare), any, spend));
    }
    return forecasts;
  }

  private static Examples examples(List<PurchaseCase> cases, double meanSpend) {
    float[][] rows = new float[cases.size()][];
    float[][] offsets = new float[HEADS.size()][rows.length];
    float[][] labels = new float[HEADS.size()][rows.length];
    for (int i = 0; i < rows.length; i++) {
      float[] features = cases.get(i).features();
      rows[i] = features;
      offsets[0][i] = log(features[PURCHASES]);
      offsets[2][i] = log(features[SPEND]);
      Outcome outcome = cases.get(i).outcome();
      labels[0][i] = outcome.purchases();
      labels[1][i] = outcome.any() ? 1 : 0;
      labels[2][i] = (float) (outcome.spend() / meanSpend);
    }
    return new Examples(rows, offsets, labels);
  }

  /** Of a feature that is log(1 + x): log(x). */
  private static float log(float feature) {
    return (float) Math.log(Math.max(LEAST, Math.expm1(feature)));
  }
}
