package io.tidewatch.decisions.retention;

/**
 * What an alert says of a customer.
 *
 * @param churn probability of no purchase within the horizon, 0 to 1
 * @param usualSpendMinor what the customer used to spend in a span as long, minor units, at least 0
 */
public record LeavingCustomer(double churn, double usualSpendMinor) {

  /** Refuses what no model can have said. */
  public LeavingCustomer {
    if (!(churn >= 0 && churn <= 1)) {
      throw new IllegalArgumentException("churn=" + churn + " must be 0 to 1");
    }
    if (!(usualSpendMinor >= 0) || Double.isInfinite(usualSpendMinor)) {
      throw new IllegalArgumentException(
          "usualSpendMinor=" + usualSpendMinor + " must be finite and >= 0");
    }
  }
}
