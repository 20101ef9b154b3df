package io.tidewatch.decisions.learning;

import java.time.Duration;

/**
 * Diversity over time: an offer that a customer had lately weighs less, and more again as time
 * passes, so that others of nearly the same worth get their turn.
 *
 * @param strength share of its weight, 0 to 1, that an offer loses at once; 0 switches it off
 * @param halfLife time after which half of the loss is made up for
 */
public record Diversity(double strength, Duration halfLife) {
  /** An offer weighs half right after it was made, and three quarters a week later. */
  public static final Diversity DEFAULT = new Diversity(0.5, Duration.ofDays(7));

  /** Refuses what cannot be a weight. */
  public Diversity {
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("strength=" + strength + " must be 0 to 1");
    }
    if (halfLife.isNegative() || halfLife.isZero()) {
      throw new IllegalArgumentException("halfLife=" + halfLife + " must be longer than 0");
    }
  }

  /**
   * Returns the factor, 0 to 1, on an offer's weight.
   *
   * @param lastMadeMicros when the customer had it last; 0 if never
   */
  public double weight(long lastMadeMicros, long atMicros) {
    if (lastMadeMicros == 0) {
      return 1;
    }
    double halfLives = Math.max(0, atMicros - lastMadeMicros) / (halfLife.toMillis() * 1_000.0);
    return 1 - strength * StrictMath.pow(2, -halfLives);
  }
}
