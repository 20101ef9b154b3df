package io.tidewatch.decisions.retention;

import io.tidewatch.decisions.Holdout;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.RetentionAction;
import io.tidewatch.schemas.RetentionRules;

/**
 * What an alert says of a customer, and what actions would do for that customer.
 *
 * @param customerId who it is
 * @param churn probability of no purchase within the horizon, 0 to 1
 * @param usualSpendMinor what the customer used to spend in a span as long, minor units, at least 0
 * @param currency ISO 4217 code of that money
 */
public record LeavingCustomer(
    String customerId, double churn, double usualSpendMinor, String currency) {

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

  /** Returns the customer of an alert. */
  public static LeavingCustomer of(ChurnAlert alert) {
    return new LeavingCustomer(
        alert.getCustomerId(),
        alert.getChurn(),
        Math.max(0, alert.getUsualSpendMinor()),
        alert.getCurrency());
  }

  /** Returns whether the customer is among those for whom no action is taken. */
  boolean heldOut(RetentionRules rules) {
    return Holdout.contains(customerId, rules.getHoldoutSalt(), rules.getHoldoutShare());
  }

  /** Returns the margin that an action is expected to keep, before its cost, in minor units. */
  double retainedMinor(RetentionAction action, double margin) {
    return churn * action.getEffect() * usualSpendMinor * margin;
  }

  /** Returns what an action is expected to cost, in minor units. */
  double expectedCostMinor(RetentionAction action) {
    double stays = 1 - churn * (1 - action.getEffect());
    return action.getCostMinor() + action.getDiscount() * usualSpendMinor * stays;
  }

  /** Returns the most that an action can cost if the customer spends as usual, rounded up. */
  long mostCostMinor(RetentionAction action) {
    return action.getCostMinor() + (long) Math.ceil(action.getDiscount() * usualSpendMinor);
  }
}
