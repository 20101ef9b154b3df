package io.tidewatch.decisions.simulation;

import java.util.SplittableRandom;

/**
 * How an offer appeals, which no policy but the oracle can see: parts of the log-odds that it is
 * accepted.
 *
 * @param level against the average offer
 * @param affinity on each unit of the customer's true liking for its categories
 * @param churn on the churn probability, from its middle
 * @param newcomer on being new
 */
record Appeal(double level, double affinity, double churn, double newcomer) {
  /**
   * @param campaign what the offers of the campaign have in common
   */
  static Appeal drawn(double campaign, SplittableRandom random) {
    return new Appeal(
        campaign + 0.8 * random.nextGaussian(),
        0.8 + 0.2 * random.nextGaussian(),
        0.8 * random.nextGaussian(),
        0.6 * random.nextGaussian());
  }
}
