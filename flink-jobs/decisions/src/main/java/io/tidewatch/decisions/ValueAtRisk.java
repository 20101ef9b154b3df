package io.tidewatch.decisions;

/** What a customer's leaving would cost: the one figure shown on alerts and ranked by desks. */
public final class ValueAtRisk {
  private ValueAtRisk() {}

  /**
   * Returns churn probability times usual spend, in minor units, rounded; at least 0.
   *
   * @param churn probability of no purchase within the horizon, 0 to 1
   * @param usualSpendMinor what the customer used to spend in a span as long as the horizon
   */
  public static long minor(float churn, double usualSpendMinor) {
    return Math.max(0, Math.round(churn * usualSpendMinor));
  }
}
