package io.tidewatch.connectors.files;

/** A row of which no record can be made. The message says why, without what stands in the row. */
final class BadRowException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRowException(String message) {
    super(message);
  }
}
