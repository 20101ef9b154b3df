package io.tidewatch.connectors.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One target of alerts. Immutable.
 *
 * @param name lower-case letters, digits and hyphens, at most 32; stands in keys of the journal, so
 *     another name is another target, which gets all alerts anew
 * @param endpoint where messages go
 * @param desks desks whose alerts it gets; empty for all
 * @param batch how alerts are put together
 * @param quiet when it is left alone; empty for never
 * @param perMinute messages that it gets at most in a minute, evenly spread; at least 1
 * @param retries how it is tried again
 * @param breaker when it counts as down
 */
public record TargetSettings(
    String name,
    Endpoint endpoint,
    Set<String> desks,
    Batch batch,
    Optional<QuietHours> quiet,
    int perMinute,
    Retries retries,
    Breaker breaker) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final int LARGEST_BATCH = 100;
  private static final int MOST_PER_MINUTE = 60_000;

  /**
   * How alerts are put together.
   *
   * @param size alerts that are sent at once, 1 to 100
   * @param time how long the first of them waits for others
   */
  public record Batch(int size, Duration time) {
    /** Checks the bounds. */
    public Batch {
      if (size < 1 || size > LARGEST_BATCH || time.isNegative()) {
        throw new IllegalArgumentException(
            "a batch of "
                + size
                + " within "
                + time
                + " must be of 1 to "
                + LARGEST_BATCH
                + " alerts, and its time not negative");
      }
    }
  }

  /**
   * When a target counts as down: no attempts are made then, and the first one after the pause
   * decides.
   *
   * @param attempts newest attempts that are looked at, and that there must be; at least 2
   * @param failedPercent share of them that failed, 1 to 100, from which it counts as down
   * @param pause how long
   */
  public record Breaker(int attempts, int failedPercent, Duration pause) {
    /** Checks the bounds. */
    public Breaker {
      if (attempts < 2 || failedPercent < 1 || failedPercent > 100) {
        throw new IllegalArgumentException(
            "a breaker at "
                + failedPercent
                + " % of "
                + attempts
                + " attempts must be at 1 to 100 % of 2 or more");
      }
      if (pause.isNegative() || pause.isZero()) {
        throw new IllegalArgumentException(
            "the breaker's pause " + pause + " must be longer than 0");
      }
    }
  }

  /** Checks name and rate. */
  public TargetSettings {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the target's name '"
              + name
              + "' must be 1 to 32 lower-case letters, digits and hyphens, a letter first");
    }
    if (perMinute < 1 || perMinute > MOST_PER_MINUTE) {
      throw new IllegalArgumentException(
          perMinute + " messages a minute must be 1 to " + MOST_PER_MINUTE);
    }
    desks = Set.copyOf(desks);
  }

  boolean takes(String desk) {
    return desks.isEmpty() || desks.contains(desk);
  }
}
