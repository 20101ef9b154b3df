package io.tidewatch.connectors.history;

/**
 * Says that a data set or an event file cannot be used: which file is absent, broken or out of
 * order, where in it, and what to do.
 */
public final class UnreadableHistoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableHistoryException(String message) {
    super(message);
  }

  UnreadableHistoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
