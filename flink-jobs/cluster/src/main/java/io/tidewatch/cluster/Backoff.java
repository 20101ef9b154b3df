package io.tidewatch.cluster;

import java.time.Duration;
import java.time.Instant;

/**
 * When a process that died may be started again: at once, then after pauses that double, as long as
 * it does not stay alive. One thread.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration HEALTHY = Duration.ofSeconds(20);

  private Duration pause = Duration.ZERO;
  private Instant startedAt = Instant.MIN;

  /** Takes note of a start. */
  void started(Instant now) {
    startedAt = now;
  }

  /** Returns when a process that was seen dead may be started. */
  Instant next(Instant seenDead) {
    if (startedAt.equals(Instant.MIN) || startedAt.plus(HEALTHY).isBefore(seenDead)) {
      pause = Duration.ZERO;
    } else if (pause.isZero()) {
      pause = FIRST;
    } else {
      pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }
    return seenDead.plus(pause);
  }
}
