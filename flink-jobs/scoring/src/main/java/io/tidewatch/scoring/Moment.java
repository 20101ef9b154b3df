package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.schemas.Event;

/**
 * One customer at one moment of scoring.
 *
 * @param state the state with everything up to this moment in it
 * @param atMicros stream time
 * @param triggerOrNull id of the event that led to the scoring, as the output records want it; null
 *     for the regular rescoring
 */
record Moment(String customerId, CustomerState state, long atMicros, String triggerOrNull) {

  static Moment of(String customerId, CustomerState state, Event event) {
    return new Moment(customerId, state, state.now(), event.eventId());
  }

  static Moment rescoring(String customerId, CustomerState state, long atMicros) {
    return new Moment(customerId, state, atMicros, null);
  }

  boolean isRescoring() {
    return triggerOrNull == null;
  }

  /** Empty for a rescoring. */
  String triggerEventId() {
    return triggerOrNull == null ? "" : triggerOrNull;
  }
}
