package io.tidewatch.decisions.retention;

import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.RetentionRules;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Chooses actions for the customers of one desk as their alerts come, without knowing whom the rest
 * of the day will bring, so that the day's budget is never exceeded and keeps as much margin as
 * possible.
 *
 * <p>A price is put on the budget ({@link RetentionPolicy}). It rises when more is taken than the
 * money left allows for each customer still expected, and falls when less is (dual descent:
 * Balseiro, Lu and Mirrokni 2023, Operations Research 71(1), algorithm 1). It is kept over night,
 * and so is the expected number of customers, so that both are learned. On simulated days about 90
 * % of what a clairvoyant would keep is kept.
 *
 * <p>The budget is charged with the most that an action can cost, not with what is expected; how it
 * holds when the job is killed, says {@link RetentionBudget}. One thread. Constant memory, well
 * below a microsecond an alert.
 */
public final class RetentionDesk {
  private static final double RATE = 1;
  private static final double NEWEST_DAY = 0.3; // weight in the expected number of customers
  private static final double FIRST_EXPECTED = 100;

  private final RetentionBudget budget;
  private int seen; // customers of this day
  private int learnedDays;
  private double expected = FIRST_EXPECTED; // customers per day
  private double price;
  private double savedMarginMinor; // of this day

  private RetentionDesk(RetentionBudget budget) {
    this.budget = budget;
  }

  /** Returns a desk that has seen nothing and may take all of its budget at once. */
  public static RetentionDesk exact() {
    return new RetentionDesk(new RetentionBudget(RetentionBudget.Mode.EXACT));
  }

  /** Returns a desk that has seen nothing and may take what complete checkpoints count as taken. */
  public static RetentionDesk leased() {
    return new RetentionDesk(new RetentionBudget(RetentionBudget.Mode.LEASED));
  }

  /** Returns a desk that goes on from a checkpoint, as {@link #exact}. */
  public static RetentionDesk exact(RetentionState state) {
    return new RetentionDesk(
            new RetentionBudget(RetentionBudget.Mode.EXACT, state.budget(), Long.MIN_VALUE))
        .goingOn(state);
  }

  /**
   * Returns a desk that goes on from a checkpoint, as {@link #leased}.
   *
   * @param newestMicros newest stream time that a job before can have seen
   * @param rules which say the desk's time zone
   */
  public static RetentionDesk leased(RetentionState state, long newestMicros, AlertRules rules) {
    return new RetentionDesk(
            new RetentionBudget(
                RetentionBudget.Mode.LEASED, state.budget(), day(newestMicros, rules)))
        .goingOn(state);
  }

  private RetentionDesk goingOn(RetentionState state) {
    seen = state.seen();
    learnedDays = state.learnedDays();
    expected = state.expected();
    price = state.price();
    savedMarginMinor = state.savedMarginMinor();
    return this;
  }

  /** Returns what a checkpoint is to keep. */
  public RetentionState state() {
    return new RetentionState(budget.state(), seen, learnedDays, expected, price, savedMarginMinor);
  }

  /** Takes note that a checkpoint which holds a state of this desk is complete. */
  public void confirm(RetentionState inCheckpoint) {
    budget.confirm(inCheckpoint.budget());
  }

  /**
   * Chooses for the next customer.
   *
   * @param atMicros stream time of the alert; one of a day that is over counts for the present day
   * @param alerts rules with retention rules and the time zone of the desk's days
   */
  public RetentionChoice choose(LeavingCustomer customer, long atMicros, AlertRules alerts) {
    RetentionRules rules = alerts.getRetention();
    startDay(day(atMicros, alerts));
    long limit = rules.getDailyBudgetMinor();
    long left = budget.leftMinor(limit);
    RetentionChoice choice =
        RetentionPolicy.choose(customer, rules, price, budget.availableMinor(limit));
    switch (choice.getVerdict()) {
      case ACTION -> {
        learn(choice.getReservedMinor(), left);
        budget.take(choice.getReservedMinor());
        budget.lease(limit, choice.getReservedMinor());
        savedMarginMinor += choice.getSavedMarginMinor();
      }
      case BUDGET -> {
        learn(0, left);
        budget.lease(limit, wantedMinor(customer, rules, left));
      }
      default -> {
        // Nobody competes for the budget here, and the price learns nothing.
      }
    }
    return choice;
  }

  private long wantedMinor(LeavingCustomer customer, RetentionRules rules, long leftMinor) {
    return RetentionPolicy.choose(customer, rules, price, leftMinor).getReservedMinor();
  }

  /** Returns the margin that the actions of the present day are expected to save, minor units. */
  public double savedMarginMinor() {
    return savedMarginMinor;
  }

  /** Returns how much of the present day's budget is taken, minor units. */
  public long takenMinor() {
    return budget.takenMinor();
  }

  private void learn(long takenMinor, long leftMinor) {
    double allowance = Math.max(1, leftMinor / Math.max(1, expected - seen));
    // No single customer may turn the price upside down.
    double excess = Math.min(4, takenMinor / allowance) - 1;
    price = Math.max(0, price + RATE / Math.sqrt(Math.max(1, expected)) * excess);
    seen++;
  }

  private void startDay(long day) {
    if (day <= budget.day()) {
      return;
    }
    if (budget.day() != Long.MIN_VALUE) {
      expected = learnedDays == 0 ? seen : NEWEST_DAY * seen + (1 - NEWEST_DAY) * expected;
      learnedDays++;
    }
    budget.start(day);
    seen = 0;
    savedMarginMinor = 0;
  }

  private static long day(long atMicros, AlertRules rules) {
    ZoneId zone = ZoneId.of(rules.getDeskTimeZone());
    return LocalDate.ofInstant(Micros.toInstant(atMicros), zone).toEpochDay();
  }
}
