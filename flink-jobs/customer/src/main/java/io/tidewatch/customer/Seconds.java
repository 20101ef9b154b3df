package io.tidewatch.customer;

/**
 * Times as they are kept in the state: whole seconds since 1970 UTC, rounded down, in 32 bits
 * without a sign (until the year 2106). Zero means never.
 */
final class Seconds {
  private static final long MICROS = 1_000_000L;
  private static final long MAX = 0xffff_ffffL;
  static final double PER_DAY = 86_400.0;

  private Seconds() {}

  static long ofMicros(long micros) {
    return Math.max(0, Math.min(MAX, Math.floorDiv(micros, MICROS)));
  }

  static long toMicros(long seconds) {
    return seconds * MICROS;
  }

  /** Days from one time to a later one; zero if it is not later. */
  static double daysBetween(long fromSeconds, long toSeconds) {
    return Math.max(0, toSeconds - fromSeconds) / PER_DAY;
  }
}
