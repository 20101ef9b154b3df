package io.tidewatch.decisions;

/**
 * Which customers a challenger serves: a pure function of customer and model, so that they are the
 * same after a restart and with any parallelism, whoever the challenger is. A larger share keeps
 * the customers of a smaller one. Independent of the holdout group.
 */
public final class ChallengerShare {
  private ChallengerShare() {}

  /**
   * Returns whether a customer belongs to the challenger's share. Costs about a microsecond.
   *
   * @param modelName the salt: the shares of two models are drawn independently
   * @param share 0 draws nobody, 1 everybody
   */
  public static boolean contains(String customerId, String modelName, double share) {
    return share > 0 && Hash.unit(Hash.bits("challenger|" + modelName + "|" + customerId)) < share;
  }
}
