package io.tidewatch.platform.terminal;

/**
 * A command cannot do what it was asked. The message is for people: what, where, the value, the
 * remedy.
 */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates one with a full sentence. */
  public CommandFailedException(String message) {
    super(message);
  }

  /** Creates one with a full sentence and what lies behind it. */
  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
