package io.tidewatch.connectors.kafka.personal;

/** A customer has a key that cannot be used here. The message says why and what to do. */
public final class UnusableKeyException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Creates one. */
  public UnusableKeyException(String message) {
    super(message);
  }
}
