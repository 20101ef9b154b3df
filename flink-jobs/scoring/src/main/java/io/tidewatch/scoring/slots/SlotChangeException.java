package io.tidewatch.scoring.slots;

/** A change that the slots of a model do not allow; the message says why, and the remedy. */
public final class SlotChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SlotChangeException(String message) {
    super(message);
  }
}
