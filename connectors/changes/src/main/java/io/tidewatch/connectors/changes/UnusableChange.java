package io.tidewatch.connectors.changes;

import io.tidewatch.schemas.DeadLetterReason;

/** A change of which no record can be made. */
final class UnusableChange extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient DeadLetterReason reason;
  private final String field;

  /**
   * Creates one.
   *
   * @param field column or field at fault, or null
   * @param detail one sentence: what is wrong and what would be right; never personal data
   */
  UnusableChange(DeadLetterReason reason, String field, String detail) {
    super(detail);
    this.reason = reason;
    this.field = field;
  }

  DeadLetterReason reason() {
    return reason;
  }

  String field() {
    return field;
  }
}
