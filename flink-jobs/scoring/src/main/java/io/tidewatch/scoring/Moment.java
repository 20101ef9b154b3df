package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.schemas.Event;

/**
 * One customer at one moment of scoring.
 *
 * @param state the state with everything up to this moment in it
 * @param atMicros stream time
 * @param event what led to the scoring; null for the regular rescoring
 */
record Moment(String customerId, CustomerState state, long atMicros, Event event) {

  static Moment of(String customerId, CustomerState state, Event event) {
    return new Moment(customerId, state, state.now(), event);
  }

  static Moment rescoring(String customerId, CustomerState state, long atMicros) {
    return new Moment(customerId, state, atMicros, null);
  }

  boolean isRescoring() {
    return event == null;
  }

  /** Empty for a rescoring. */
  String triggerEventId() {
    return event == null ? "" : event.eventId();
  }

  /** As the output records want it: null for a rescoring. */
  String triggerOrNull() {
    return event == null ? null : event.eventId();
  }
}
