package io.tidewatch.decisions.retention;

/**
 * Something that may be done to keep a customer: a call, a voucher, a discount on what is bought
 * within the horizon.
 *
 * @param actionId 1 to 128 characters
 * @param effect share, 0 to 1, of those who would leave without it and stay with it
 * @param costMinor what it costs in any case, minor units, at least 0
 * @param discount share, 0 to 1, of the customer's spend that it costs if the customer stays; also
 *     where the customer would have stayed without it
 */
public record RetentionAction(String actionId, double effect, long costMinor, double discount) {

  /** Refuses what cannot be. */
  public RetentionAction {
    if (actionId.isEmpty() || actionId.length() > 128) {
      throw new IllegalArgumentException("actionId must have 1 to 128 characters");
    }
    share(actionId, "effect", effect);
    share(actionId, "discount", discount);
    if (costMinor < 0) {
      throw new IllegalArgumentException(
          "action " + actionId + ": costMinor=" + costMinor + " must be >= 0");
    }
  }

  private static void share(String actionId, String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "action " + actionId + ": " + name + "=" + value + " must be 0 to 1");
    }
  }

  /** Returns the margin that it is expected to keep, before its cost, in minor units. */
  double retainedMinor(LeavingCustomer customer, double margin) {
    return customer.churn() * effect * customer.usualSpendMinor() * margin;
  }

  /** Returns what it is expected to cost, in minor units. */
  double expectedCostMinor(LeavingCustomer customer) {
    double stays = 1 - customer.churn() * (1 - effect);
    return costMinor + discount * customer.usualSpendMinor() * stays;
  }

  /** Returns the most that it can cost if the customer spends as usual, rounded up. */
  long mostCostMinor(LeavingCustomer customer) {
    return costMinor + (long) Math.ceil(discount * customer.usualSpendMinor());
  }
}
