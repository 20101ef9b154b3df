package io.tidewatch.decisions;

import java.time.Duration;
import java.util.Optional;

/**
 * What a desk remembers of the alerts that it took, so that a customer is called once per open
 * alert and not again within the cool-down. An alert that the desk turned down leaves no trace
 * here: the cool-down protects customers from calls, and there was none.
 */
public final class DeskMemory {

  /** What the memory says about an alert that is put before the desk. */
  public enum Verdict {
    /** Nothing stands against it; {@link DeskAdmission} decides. */
    COMPETES,
    /** The desk took this alert already: nothing to do or say. */
    ALREADY_TAKEN,
    /** The desk took another alert of the customer a short while ago. */
    COOL_DOWN
  }

  /**
   * An alert that was taken.
   *
   * @param raisedAtMicros when the alert was opened
   * @param takenAtMicros when the desk took it
   * @param keepUntilMicros when it may be forgotten: the cool-down is over, and the alert, which
   *     would have come again at the last rescorings, is closed
   */
  public record Taken(long raisedAtMicros, long takenAtMicros, long keepUntilMicros) {}

  private final long graceMicros;

  /**
   * Makes the memory's rules.
   *
   * @param rescoreInterval how often an open alert comes again; missing three times means closed
   */
  public DeskMemory(Duration rescoreInterval) {
    this.graceMicros = 3 * rescoreInterval.toMillis() * 1_000;
  }

  /** Judges an alert that was opened at one moment and is put before the desk at another. */
  public Verdict judge(
      Optional<Taken> taken, long raisedAtMicros, long atMicros, int coolDownHours) {
    if (taken.isEmpty()) {
      return Verdict.COMPETES;
    }
    if (raisedAtMicros <= taken.get().raisedAtMicros()) {
      return Verdict.ALREADY_TAKEN;
    }
    return atMicros < taken.get().takenAtMicros() + micros(coolDownHours)
        ? Verdict.COOL_DOWN
        : Verdict.COMPETES;
  }

  /** Returns the entry of an alert that the desk takes now. */
  public Taken take(long raisedAtMicros, long atMicros, int coolDownHours) {
    return new Taken(
        raisedAtMicros, atMicros, atMicros + Math.max(graceMicros, micros(coolDownHours)));
  }

  /** Returns the entry kept a while longer, because its alert is still open. */
  public Taken seenAgain(Taken taken, long atMicros) {
    return new Taken(
        taken.raisedAtMicros(),
        taken.takenAtMicros(),
        Math.max(taken.keepUntilMicros(), atMicros + graceMicros));
  }

  /**
   * Returns the key of a customer's entry: a hash, so that the memory holds no customer id when the
   * customer has been erased.
   */
  public static long key(String customerId) {
    return Hash.bits("desk|" + customerId);
  }

  private static long micros(int hours) {
    return hours * 3_600_000_000L;
  }
}
