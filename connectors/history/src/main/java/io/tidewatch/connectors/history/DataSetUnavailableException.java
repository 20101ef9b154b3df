package io.tidewatch.connectors.history;

/** Says that a data set cannot be opened: which file is absent or unreadable, and what to do. */
public final class DataSetUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataSetUnavailableException(String message) {
    super(message);
  }

  DataSetUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
