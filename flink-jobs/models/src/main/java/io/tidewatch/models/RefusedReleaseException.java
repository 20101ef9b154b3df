package io.tidewatch.models;

/** A release that may not serve; the message says what was found, where, and the remedy. */
public final class RefusedReleaseException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Gate gate;

  RefusedReleaseException(Gate gate, String message) {
    super(message);
    this.gate = gate;
  }

  RefusedReleaseException(Gate gate, String message, Throwable cause) {
    super(message, cause);
    this.gate = gate;
  }

  /** Returns the gate that refused it. */
  public Gate gate() {
    return gate;
  }
}
