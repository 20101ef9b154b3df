package io.tidewatch.training.policy;

/** A log has not made enough of the choices that a policy would make to say what it would bring. */
public final class NoOverlapException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoOverlapException(String message) {
    super(message);
  }
}
