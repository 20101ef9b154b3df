package io.tidewatch.scoring;

import java.time.Duration;

/**
 * The regular times at which a customer is scored: one per interval, at an offset drawn from the
 * customer id, so that all customers together load the job evenly. Whole milliseconds, because
 * timers are.
 */
final class Rescoring {
  private final long intervalMicros;

  Rescoring(Duration interval) {
    this.intervalMicros = interval.toMillis() * 1_000;
  }

  /** Returns the customer's first regular time after a moment, microseconds. */
  long next(String customerId, long afterMicros) {
    long offset = Math.floorMod(spread(customerId.hashCode()), intervalMicros / 1_000) * 1_000;
    return afterMicros - Math.floorMod(afterMicros - offset, intervalMicros) + intervalMicros;
  }

  // SplitMix64's finaliser: ids that differ in one digit must not be scored together.
  private static long spread(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
