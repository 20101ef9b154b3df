package io.tidewatch.scoring;

import io.tidewatch.decisions.retention.RetentionDesk;
import io.tidewatch.decisions.retention.RetentionState;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.RetentionChoice;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/**
 * The retention actions of the desks of one subtask, and what checkpoints keep of their budgets.
 * The state is of the desk that is the key at the moment. One thread.
 */
final class RetentionDesks {

  /** How budgets are kept. */
  enum Budgets {
    /** To the last cent, where a job that goes on says again what the one before said. */
    EXACT,
    /** In leases, where it may say something else and both have been sent. */
    LEASED
  }

  private final Budgets budgets;
  private final ValueState<RetentionState> states;
  private final BudgetMetrics metrics;
  private final Map<String, RetentionDesk> desks = new HashMap<>(); // seen since the start
  private final NavigableMap<Long, Map<String, RetentionState>> inCheckpoints = new TreeMap<>();

  RetentionDesks(Budgets budgets, RuntimeContext runtime) {
    this.budgets = budgets;
    this.states =
        runtime.getState(new ValueStateDescriptor<>("retention", new RetentionStateSerializer()));
    this.metrics = new BudgetMetrics(runtime, BudgetFigure.DESK);
  }

  /**
   * Chooses an action for the customer of an alert that the desk takes; null if the policy names
   * none.
   *
   * @param nowMillis what the clock on the wall says
   */
  RetentionChoice choose(AlertCandidate candidate, long nowMillis) throws Exception {
    // Records of older versions do not say the policy.
    AlertRules rules =
        candidate.record().getPolicy() == null ? null : candidate.record().getPolicy().getAlerts();
    if (rules == null || rules.getRetention() == null) {
      return null;
    }
    String name = candidate.alert().getDesk();
    RetentionDesk desk = desks.get(name);
    if (desk == null) {
      desk = start(rules, nowMillis);
      desks.put(name, desk);
    }
    RetentionChoice choice =
        desk.choose(candidate.customer(), Micros.of(candidate.alert().getDecidedAt()), rules);
    states.update(desk.state());
    show(name, desk, rules.getRetention().getDailyBudgetMinor());
    return choice;
  }

  private RetentionDesk start(AlertRules rules, long nowMillis) throws Exception {
    RetentionState state = states.value();
    if (state == null) {
      return budgets == Budgets.EXACT ? RetentionDesk.exact() : RetentionDesk.leased();
    }
    // Nothing that happens more than a day from now is let in, so nobody can have seen later days.
    return budgets == Budgets.EXACT
        ? RetentionDesk.exact(state)
        : RetentionDesk.leased(state, nowMillis * 1_000 + Micros.PER_DAY, rules);
  }

  private void show(String name, RetentionDesk desk, long limitMinor) {
    metrics.set(name, "spent", desk.takenMinor());
    metrics.set(name, "left", Math.max(0, limitMinor - desk.takenMinor()));
    metrics.set(name, "savedMargin", Math.round(desk.savedMarginMinor()));
  }

  /** Takes note of what a checkpoint keeps. */
  void snapshot(long checkpointId) {
    Map<String, RetentionState> kept = new HashMap<>();
    desks.forEach((name, desk) -> kept.put(name, desk.state()));
    inCheckpoints.put(checkpointId, kept);
  }

  /** Says that a checkpoint is complete. */
  void confirm(long checkpointId) {
    Map<String, RetentionState> kept = inCheckpoints.getOrDefault(checkpointId, Map.of());
    kept.forEach((name, state) -> desks.get(name).confirm(state));
    inCheckpoints.headMap(checkpointId, true).clear();
  }
}
