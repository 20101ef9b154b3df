package io.tidewatch.connectors.gateway.collector;

import io.tidewatch.connectors.kafka.Violation;
import io.tidewatch.schemas.DeadLetterReason;

/** An event that can never be used, and why. Without a stack trace: its place says nothing. */
final class RefusedEventException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Violation violation;

  RefusedEventException(Violation violation) {
    super(violation.detail(), null, false, false);
    this.violation = violation;
  }

  /**
   * Refuses a field.
   *
   * @param field its path in the event
   * @param detail what was found and what would be right, without the path and personal data
   */
  static RefusedEventException of(DeadLetterReason reason, String field, String detail) {
    return new RefusedEventException(new Violation(reason, field, field + " " + detail));
  }

  Violation violation() {
    return violation;
  }
}
