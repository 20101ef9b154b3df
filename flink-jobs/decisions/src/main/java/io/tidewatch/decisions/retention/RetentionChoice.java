package io.tidewatch.decisions.retention;

/** What to do for a customer who is about to leave. */
public sealed interface RetentionChoice
    permits RetentionChoice.Act, RetentionChoice.NothingPays, RetentionChoice.BudgetNeeded {

  /** Nothing keeps more margin than it costs. */
  NothingPays NOTHING_PAYS = new NothingPays();

  /** Something would pay, but others will make more of the money, or none is left today. */
  BudgetNeeded BUDGET_NEEDED = new BudgetNeeded();

  /**
   * An action to take.
   *
   * @param savedMarginMinor margin that it is expected to keep, less what it is expected to cost,
   *     minor units, above 0
   * @param expectedCostMinor what it is expected to cost, minor units
   * @param reservedMinor what it can cost at most, and takes from the day's budget, minor units
   */
  record Act(
      RetentionAction action, double savedMarginMinor, double expectedCostMinor, long reservedMinor)
      implements RetentionChoice {}

  /** See {@link #NOTHING_PAYS}. */
  record NothingPays() implements RetentionChoice {}

  /** See {@link #BUDGET_NEEDED}. */
  record BudgetNeeded() implements RetentionChoice {}
}
