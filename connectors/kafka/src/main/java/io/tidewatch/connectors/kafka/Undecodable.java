package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.DeadLetterReason;

/**
 * Why bytes are not a record of their topic. Has no stack trace: it says what is wrong with data,
 * not with code.
 */
final class Undecodable extends Exception {
  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;
  private final Integer schemaId;
  private final String schemaName;
  private final String field;

  Undecodable(
      DeadLetterReason reason, Integer schemaId, String schemaName, String field, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
    this.schemaId = schemaId;
    this.schemaName = schemaName;
    this.field = field;
  }

  DeadLetterReason reason() {
    return reason;
  }

  /** Schema id in the frame, or null. */
  Integer schemaId() {
    return schemaId;
  }

  /** Full name of the writer's schema, or null. */
  String schemaName() {
    return schemaName;
  }

  /** Path of the field at fault, or null. */
  String field() {
    return field;
  }
}
