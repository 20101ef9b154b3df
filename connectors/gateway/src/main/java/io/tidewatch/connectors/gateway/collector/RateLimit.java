package io.tidewatch.connectors.gateway.collector;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets so many events through in a second, and a burst at once: the generic cell rate algorithm
 * (ITU I.371), which needs one number. Thread-safe.
 */
final class RateLimit {
  private final long nanosPerEvent;
  private final long burstNanos;

  /** When all that was let through would have passed at the even rate. */
  private final AtomicLong paidUntil;

  /**
   * Creates a limit.
   *
   * @param perSecond events a second, at least 1
   * @param burst events that may come at once
   * @param now {@link System#nanoTime()} now
   */
  RateLimit(int perSecond, int burst, long now) {
    this.nanosPerEvent = Duration.ofSeconds(1).toNanos() / perSecond;
    this.burstNanos = nanosPerEvent * burst;
    this.paidUntil = new AtomicLong(now);
  }

  /**
   * Asks for events to be let through.
   *
   * @param now {@link System#nanoTime()} now
   * @return zero if they are, or how long to wait before asking again
   */
  Duration take(int events, long now) {
    while (true) {
      long paid = paidUntil.get();
      long start = paid - now > 0 ? paid : now;
      long end = start + events * nanosPerEvent;
      long excess = end - now - burstNanos;
      if (excess > 0) {
        return Duration.ofNanos(excess);
      }
      if (paidUntil.compareAndSet(paid, end)) {
        return Duration.ZERO;
      }
    }
  }
}
