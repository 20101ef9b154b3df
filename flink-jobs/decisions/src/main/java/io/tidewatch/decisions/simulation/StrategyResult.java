package io.tidewatch.decisions.simulation;

import io.tidewatch.schemas.SuppressionReason;
import java.util.Arrays;
import java.util.Map;

/**
 * What a strategy did in one market, and what it brought.
 *
 * @param visits decisions, those without an offer too
 * @param considered pairs of a visit and a live offer: each was made or held back for one reason
 * @param rewards sum of true acceptance probability x value of the offers made, minor units, by
 *     window of the run, {@code [WINDOWS]}; less noisy than what was accepted
 * @param made offers made, by offer
 * @param accepted offers accepted, by offer
 * @param acceptedValueMinor value of the offers accepted, minor units
 * @param repeats offers made to somebody who had had the same before
 * @param leastProbability smallest probability of any choice
 * @param heldBack pairs by the reason that held the offer back
 */
public record StrategyResult(
    Strategy strategy,
    long visits,
    long considered,
    double[] rewards,
    long[] made,
    long[] accepted,
    long acceptedValueMinor,
    long repeats,
    double leastProbability,
    Map<SuppressionReason, Long> heldBack) {
  /** Windows that a run is divided into. */
  public static final int WINDOWS = 50;

  /** Returns the reward of the whole run, in minor units. */
  public double reward() {
    return reward(0, WINDOWS);
  }

  /** Returns the reward of the windows {@code [from, until)}, in minor units. */
  public double reward(int from, int until) {
    return Arrays.stream(rewards, from, until).sum();
  }

  /** Returns how many offers were made. */
  public long totalMade() {
    return Arrays.stream(made).sum();
  }

  /** Returns how many offers were accepted. */
  public long totalAccepted() {
    return Arrays.stream(accepted).sum();
  }
}
