package io.tidewatch.connectors.history;

import java.time.Instant;
import java.util.SplittableRandom;

/** Simulated delays between what happens and the business knowing it. */
final class Delay {
  private Delay() {}

  /**
   * Draws when an event was received: with probability {@code late} 1 to 15 minutes after it
   * happened but not after {@code lastAt}, else null, which means at once (as in the schemas).
   */
  static Instant draw(SplittableRandom random, double late, Instant occurredAt, Instant lastAt) {
    boolean delayed = random.nextDouble() < late;
    int seconds = random.nextInt(60, 15 * 60);
    Instant received = occurredAt.plusSeconds(seconds);
    return delayed && !received.isAfter(lastAt) ? received : null;
  }
}
