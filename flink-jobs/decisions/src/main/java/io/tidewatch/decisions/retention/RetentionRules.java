package io.tidewatch.decisions.retention;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What may be done and what it may cost.
 *
 * @param actions in order of preference among equals
 * @param margin share, 0 to 1, of a customer's spend that is margin
 * @param dailyBudgetMinor what the actions of a day may cost at most, minor units, at least 0
 * @param zone time zone of the days
 */
public record RetentionRules(
    List<RetentionAction> actions, double margin, long dailyBudgetMinor, ZoneId zone) {

  /** Refuses what cannot be. */
  public RetentionRules {
    actions = List.copyOf(actions);
    if (!(margin >= 0 && margin <= 1)) {
      throw new IllegalArgumentException("margin=" + margin + " must be 0 to 1");
    }
    if (dailyBudgetMinor < 0) {
      throw new IllegalArgumentException("dailyBudgetMinor=" + dailyBudgetMinor + " must be >= 0");
    }
    Set<String> ids = new HashSet<>();
    for (RetentionAction action : actions) {
      if (!ids.add(action.actionId())) {
        throw new IllegalArgumentException(
            "there are two actions '" + action.actionId() + "'; give each an id of its own");
      }
    }
  }
}
