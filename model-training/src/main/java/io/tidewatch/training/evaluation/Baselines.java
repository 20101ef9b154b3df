package io.tidewatch.training.evaluation;

import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.training.LogisticRegression;
import io.tidewatch.training.RecencyRanking;
import io.tidewatch.training.Standardisation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The models that learn from the same cases and features as the network. */
final class Baselines {
  private static final int RECENCY =
      FeatureCatalogue.features().indexOf(Feature.DAYS_SINCE_PURCHASE);

  private Baselines() {}

  /** Returns logistic regression with an L2 penalty chosen by cross-validation. */
  static Forecaster logisticRegression(List<PurchaseCase> train) {
    Standardisation scaling =
        Standardisation.fit(train.size(), FeatureCatalogue.size(), i -> train.get(i).features());
    float[][] rows = train.stream().map(c -> scaling.apply(c.features())).toArray(float[][]::new);
    LogisticRegression model = PenaltyChoice.fit(rows, PurchaseQuality.any(train));
    return FromProbability.of(c -> model.probability(scaling.apply(c.features())), train);
  }

  /** Returns the ranking by time since the last purchase. */
  static Forecaster recency(List<PurchaseCase> train) {
    boolean[] quiet = new boolean[train.size()];
    boolean[] any = PurchaseQuality.any(train);
    for (int i = 0; i < quiet.length; i++) {
      quiet[i] = !any[i];
    }
    RecencyRanking model =
        RecencyRanking.fit(train.stream().mapToDouble(c -> c.features()[RECENCY]).toArray(), quiet);
    return FromProbability.of(c -> 1 - model.probability(c.features()[RECENCY]), train);
  }

  /** Returns boosted trees: an ensemble for each part of a forecast. */
  static Forecaster boosting(List<PurchaseCase> train) {
    float[][] rows = rows(train);
    float[] any = new float[rows.length];
    float[] purchases = new float[rows.length];
    float[] spend = new float[rows.length];
    double mean = train.stream().mapToDouble(c -> c.outcome().spend()).average().orElse(1);
    for (int i = 0; i < rows.length; i++) {
      Outcome outcome = train.get(i).outcome();
      any[i] = outcome.any() ? 1 : 0;
      purchases[i] = outcome.purchases();
      spend[i] = (float) (outcome.spend() / mean);
    }
    Boosting anyTrees = Boosting.fit(rows, any, Boosting.Objective.YES_OR_NO);
    Boosting purchaseTrees = Boosting.fit(rows, purchases, Boosting.Objective.COUNT);
    Boosting medianTrees = Boosting.fit(rows, purchases, Boosting.Objective.MEDIAN);
    Boosting spendTrees = Boosting.fit(rows, spend, Boosting.Objective.COUNT);
    return cases -> {
      float[][] inputs = rows(cases);
      double[] p = anyTrees.scores(inputs);
      double[] x = purchaseTrees.scores(inputs);
      double[] usual = medianTrees.scores(inputs);
      double[] m = spendTrees.scores(inputs);
      List<Forecast> forecasts = new ArrayList<>(inputs.length);
      IntStream.range(0, inputs.length)
          .forEach(i -> forecasts.add(new Forecast(x[i], usual[i], p[i], m[i] * mean)));
      return forecasts;
    };
  }

  private static float[][] rows(List<PurchaseCase> cases) {
    return cases.stream().map(PurchaseCase::features).toArray(float[][]::new);
  }
}
