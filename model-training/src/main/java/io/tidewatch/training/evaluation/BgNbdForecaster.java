package io.tidewatch.training.evaluation;

import java.util.List;

/**
 * BG/NBD for how often, Gamma-Gamma for how much. It is fitted to observed weeks alone: nothing
 * after them is learned from.
 *
 * @param purchases fitted model of purchases
 * @param money fitted model of money
 * @param weeks weeks to forecast
 */
record BgNbdForecaster(BgNbd purchases, GammaGamma money, double weeks) implements Forecaster {
  private static final long SEED = 1;

  static BgNbdForecaster fit(List<PurchaseCase> cases, double weeks) {
    List<PurchaseSummary> customers = cases.stream().map(PurchaseCase::summary).toList();
    return new BgNbdForecaster(BgNbd.fit(customers), GammaGamma.fit(customers), weeks);
  }

  @Override
  public List<Forecast> forecast(List<PurchaseCase> cases) {
    return cases.stream().map(c -> forecast(c.summary())).toList();
  }

  private Forecast forecast(PurchaseSummary c) {
    double expected = purchases.expected(c, weeks);
    return new Forecast(
        expected,
        purchases.median(c, weeks, SEED),
        purchases.any(c, weeks),
        expected * money.expected(c));
  }
}
