package io.tidewatch.connectors.kafka;

/** Kafka has not taken what was sent. */
final class NotCommittedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  NotCommittedException(String message, Throwable cause) {
    super(message, cause);
  }
}
