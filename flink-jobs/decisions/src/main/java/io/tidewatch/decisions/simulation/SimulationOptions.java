package io.tidewatch.decisions.simulation;

import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.ThompsonSampling;

/**
 * What to simulate.
 *
 * @param decisions visits of customers, at each of which an offer may be made; 1,000 a day
 * @param driftAt decision at which half of the offers change their appeal; more than decisions for
 *     none
 * @param seed of everything that is made up
 * @param sampling how the learning policy draws
 * @param learning how fast is learned and forgotten
 */
public record SimulationOptions(
    int decisions, int driftAt, long seed, ThompsonSampling sampling, LearningRules learning) {
  private static final int LEAST = 4_000;
  private static final int MOST = 10_000_000;

  /** Refuses runs too short to tell anything. */
  public SimulationOptions {
    if (decisions < LEAST || decisions > MOST) {
      throw new IllegalArgumentException(
          "decisions=%d must be %d to %d".formatted(decisions, LEAST, MOST));
    }
    if (driftAt < 1) {
      throw new IllegalArgumentException("driftAt=" + driftAt + " must be at least 1");
    }
  }

  /** Returns whether preferences drift within the run. */
  public boolean drifts() {
    return driftAt < decisions;
  }
}
