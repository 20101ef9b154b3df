package io.tidewatch.decisions.retention;

import io.tidewatch.schemas.RetentionAction;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.RetentionRules;
import io.tidewatch.schemas.RetentionVerdict;

/**
 * Which action keeps the most margin of a customer, at a price of the budget: a pure function, so
 * that a choice can be made again from the price and what was left.
 */
public final class RetentionPolicy {
  private RetentionPolicy() {}

  /**
   * Chooses. An action is worth the margin that it keeps less its cost, less the price times what
   * it takes out of the budget; the one that is worth most is taken if that is above zero.
   *
   * @param price what others should make of a unit of the budget, at least 0
   * @param leftMinor what may be taken out of the budget, minor units, at least 0
   */
  public static RetentionChoice choose(
      LeavingCustomer customer, RetentionRules rules, double price, long leftMinor) {
    RetentionChoice choice =
        RetentionChoice.newBuilder()
            .setCurrency(rules.getCurrency())
            .setPrice(price)
            .setBudgetLeftMinor(leftMinor)
            .build();
    if (!customer.currency().equals(rules.getCurrency())) {
      choice.setVerdict(RetentionVerdict.CURRENCY);
    } else if (!anythingPays(customer, rules)) {
      choice.setVerdict(RetentionVerdict.NOTHING_PAYS);
    } else {
      choose(choice, customer, rules);
    }
    return choice;
  }

  private static boolean anythingPays(LeavingCustomer customer, RetentionRules rules) {
    return rules.getActions().stream().anyMatch(action -> netMinor(customer, action, rules) > 0);
  }

  private static double netMinor(
      LeavingCustomer customer, RetentionAction action, RetentionRules rules) {
    return customer.retainedMinor(action, rules.getMargin()) - customer.expectedCostMinor(action);
  }

  private static void choose(
      RetentionChoice choice, LeavingCustomer customer, RetentionRules rules) {
    RetentionAction best = null;
    double most = 0;
    for (RetentionAction action : rules.getActions()) {
      long reserved = customer.mostCostMinor(action);
      double worth = netMinor(customer, action, rules) - choice.getPrice() * reserved;
      if (worth > most && reserved <= choice.getBudgetLeftMinor()) {
        most = worth;
        best = action;
      }
    }
    if (best == null) {
      choice.setVerdict(RetentionVerdict.BUDGET);
      return;
    }
    boolean heldOut = customer.heldOut(rules);
    choice.setVerdict(heldOut ? RetentionVerdict.HOLDOUT : RetentionVerdict.ACTION);
    choice.setActionId(best.getActionId());
    choice.setRetainedMinor(customer.retainedMinor(best, rules.getMargin()));
    choice.setExpectedCostMinor(customer.expectedCostMinor(best));
    choice.setSavedMarginMinor(netMinor(customer, best, rules));
    choice.setReservedMinor(heldOut ? 0 : customer.mostCostMinor(best));
  }
}
