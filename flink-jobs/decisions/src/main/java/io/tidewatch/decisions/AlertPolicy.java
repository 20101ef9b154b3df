package io.tidewatch.decisions;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.schemas.AlertRules;

/**
 * When a customer's churn score opens an alert, and when the open alert is put before the desk.
 *
 * <p>An alert opens when the score reaches {@code raiseAt} and closes when it falls below {@code
 * clearBelow}; between the two nothing changes, so that a score that trembles around one threshold
 * gives one alert. Whether it is open lives in the {@link CustomerState}. Only the desk knows whom
 * it has the capacity to call ({@link DeskAdmission}), and nothing flows back from it. So an open
 * alert is put before the desk again at every rescoring of the customer, as a {@link Candidate}
 * that carries the time at which it was opened: the desk forgets the repetition of one that it took
 * ({@link DeskMemory}), and one that it had to turn down competes again every day for as long as
 * the score stays high.
 */
public final class AlertPolicy {

  /** What a score means for the alert of a customer. */
  public sealed interface Outcome permits Nothing, Candidate {}

  /** No alert is open, or an open one has been seen at this point already. */
  public record Nothing() implements Outcome {}

  /**
   * An alert to put before the desk.
   *
   * @param raisedAtMicros when it was opened; equal to now for a new one
   */
  public record Candidate(long raisedAtMicros) implements Outcome {}

  /** The outcome of most scores. */
  public static final Nothing NOTHING = new Nothing();

  private AlertPolicy() {}

  /**
   * Moves the state's alert and says what follows.
   *
   * @param state the customer; its alert is opened or closed here
   * @param churn churn probability at that moment
   * @param atMicros stream time of the score
   * @param rescoring whether the score comes from the regular rescoring, not from an event
   */
  public static Outcome decide(
      CustomerState state, float churn, long atMicros, boolean rescoring, AlertRules rules) {
    if (state.alertOpen()) {
      if (churn < rules.getClearBelow()) {
        state.clearAlert();
        return NOTHING;
      }
      return rescoring ? new Candidate(state.lastAlertAt()) : NOTHING;
    }
    if (churn >= rules.getRaiseAt() && state.purchases() >= rules.getMinPurchases()) {
      state.raiseAlert(atMicros);
      return new Candidate(atMicros);
    }
    return NOTHING;
  }
}
