package io.tidewatch.connectors.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how soon a target is tried again. Immutable.
 *
 * @param attempts most attempts for one message, at least 1
 * @param first pause after the first attempt; doubled after each further one
 * @param longest the longest pause
 * @param giveUpAfter time from the first attempt after which a failed one is the last
 */
public record Retries(int attempts, Duration first, Duration longest, Duration giveUpAfter) {
  private static final int MOST_DOUBLINGS = 30;

  /** Checks the bounds. */
  public Retries {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts=" + attempts + " must be at least 1");
    }
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "the pauses from "
              + first
              + " to "
              + longest
              + " must be longer than 0 and in this order");
    }
  }

  /**
   * Returns the pause after an attempt: between half of the exponential one and all of it, so that
   * what failed together does not come back together.
   *
   * @param attempt how many attempts there were, from 1
   */
  Duration pause(int attempt, RandomGenerator random) {
    long full =
        Math.min(
            longest.toNanos(),
            saturated(first.toNanos(), 1L << Math.min(Math.max(0, attempt - 1), MOST_DOUBLINGS)));
    return Duration.ofNanos(full / 2 + (long) (random.nextDouble() * (full - full / 2)));
  }

  private static long saturated(long nanos, long factor) {
    return nanos > Long.MAX_VALUE / factor ? Long.MAX_VALUE : nanos * factor;
  }
}
