package io.tidewatch.connectors.kafka;

/**
 * The schema registry does not answer as it should. Says nothing about any record, so it must fail
 * the job (which restarts and tries again) and never turn records into dead letters.
 */
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
