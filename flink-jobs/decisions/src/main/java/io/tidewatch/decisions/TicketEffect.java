package io.tidewatch.decisions;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.schemas.TicketSignalRules;

/**
 * How far what a customer said in tickets raises the churn probability that the model gave.
 *
 * <p>A model learns from tickets only as far as the history that it was trained on has texts, and
 * most have none. So the policy says what displeasure, urgency and words of leaving weigh, in log
 * odds, bounded: a rule for people to see and to change, beside the model and not hidden in it
 * ({@code docs/decisions/0022}). It never lowers a score.
 *
 * <p>Stateless. Costs nothing for customers whose tickets never said anything. The same inputs give
 * the same bits on every machine.
 */
public final class TicketEffect {
  /** The group of features under which the effect stands among a score's contributions. */
  public static final String GROUP = "ticket_signals";

  private TicketEffect() {}

  /**
   * Returns the score with the effect in its churn probability; the same object if there is none.
   * What is expected to be bought and spent stays as the model said.
   *
   * @param state the customer at the time of the score
   */
  public static ChurnScore on(
      ChurnScore score, CustomerState state, long atMicros, TicketSignalRules rules) {
    if (!state.hasTicketSignals()) {
      return score;
    }
    double logOdds = logOdds(state, atMicros, rules);
    if (logOdds == 0) {
      return score;
    }
    double odds = score.churn() * StrictMath.exp(logOdds);
    double churn = odds / (1 - score.churn() + odds);
    return new ChurnScore(
        (float) Math.max(score.churn(), churn), score.purchase7(), score.expectedSpendMinor());
  }

  private static double logOdds(CustomerState state, long atMicros, TicketSignalRules rules) {
    double sum =
        rules.getDispleasure() * state.ticketDispleasure(atMicros)
            + rules.getUrgency() * state.ticketUrgency(atMicros)
            + rules.getLeaving() * state.ticketLeaving(atMicros);
    return Math.min(rules.getLimit(), sum);
  }
}
