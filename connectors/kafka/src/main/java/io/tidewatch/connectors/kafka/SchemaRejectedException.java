package io.tidewatch.connectors.kafka;

/** The schema registry refuses to register a schema under a subject. */
public final class SchemaRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaRejectedException(String message) {
    super(message);
  }
}
