package io.tidewatch.training.uplift;

/**
 * A customer's first chance of an offer, or of one of a campaign: the first decision at which the
 * rules that say who a customer is had nothing against one. Neither whether the customer is held
 * out nor what the customer did plays a part in it, so it comes alike to both groups. One thread.
 */
final class Chance {
  private final long atMicros;
  private final double expectedPurchases;
  private final double expectedSpend;
  private int bought;
  private long spentMinor;

  /**
   * @param expectedPurchases purchases expected of the customer at that time in 28 days; NaN where
   *     it is not known
   * @param expectedSpend the same of money
   */
  Chance(long atMicros, double expectedPurchases, double expectedSpend) {
    this.atMicros = atMicros;
    this.expectedPurchases = expectedPurchases;
    this.expectedSpend = expectedSpend;
  }

  long atMicros() {
    return atMicros;
  }

  double expectedPurchases() {
    return expectedPurchases;
  }

  double expectedSpend() {
    return expectedSpend;
  }

  /** Returns whether a moment lies after the chance and within some time. */
  boolean covers(long micros, long windowMicros) {
    return micros > atMicros && micros <= atMicros + windowMicros;
  }

  void bought(long amountMinor) {
    bought = 1;
    spentMinor += amountMinor;
  }

  void refunded(long amountMinor) {
    spentMinor -= amountMinor;
  }

  double converted() {
    return bought;
  }

  double spentMinor() {
    return spentMinor;
  }
}
