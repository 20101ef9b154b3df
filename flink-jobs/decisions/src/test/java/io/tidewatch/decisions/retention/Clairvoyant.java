package io.tidewatch.decisions.retention;

import io.tidewatch.schemas.RetentionAction;
import io.tidewatch.schemas.RetentionRules;
import java.util.List;

/**
 * The most that anybody could save who knew the day in advance: the Lagrangian bound of the
 * knapsack with several choices, smallest over prices.
 */
final class Clairvoyant {
  private Clairvoyant() {}

  static double atMost(List<LeavingCustomer> customers, RetentionRules rules) {
    double least = Double.POSITIVE_INFINITY;
    for (double price = 0; price < 10; price += 0.01) {
      double bound = price * rules.getDailyBudgetMinor();
      for (LeavingCustomer customer : customers) {
        double most = 0;
        for (RetentionAction action : rules.getActions()) {
          most =
              Math.max(most, net(action, customer, rules) - price * customer.mostCostMinor(action));
        }
        bound += most;
      }
      least = Math.min(least, bound);
    }
    return least;
  }

  static double net(RetentionAction action, LeavingCustomer customer, RetentionRules rules) {
    return customer.retainedMinor(action, rules.getMargin()) - customer.expectedCostMinor(action);
  }
}
