package io.tidewatch.schemas;

import java.time.Instant;

/**
 * Converts between {@link Instant} and microseconds since 1970 UTC, the unit of Avro's
 * timestamp-micros.
 */
public final class Micros {
  /** Microseconds in a day. */
  public static final long PER_DAY = 86_400_000_000L;

  private Micros() {}

  /** Returns the microseconds since 1970 UTC, rounded down. */
  public static long of(Instant instant) {
    long seconds = instant.getEpochSecond();
    long micros = instant.getNano() / 1_000;
    if (seconds < 0 && micros > 0) {
      // Towards zero first, or the earliest moments of a long would overflow on the way.
      return Math.addExact(Math.multiplyExact(seconds + 1, 1_000_000L), micros - 1_000_000L);
    }
    return Math.addExact(Math.multiplyExact(seconds, 1_000_000L), micros);
  }

  /** Returns the instant of microseconds since 1970 UTC. */
  public static Instant toInstant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
