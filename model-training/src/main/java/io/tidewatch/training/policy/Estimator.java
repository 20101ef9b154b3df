package io.tidewatch.training.policy;

/**
 * Ways to estimate the mean reward per decision of a policy from decisions that another one made.
 * With {@code w} the probability of the logged choice under the judged policy over that under the
 * logging one, {@code r} the reward, {@code q} the reward that a model expects of the choice and
 * {@code v} the reward that the model expects of the judged policy, of n decisions.
 */
public enum Estimator {
  /** Inverse propensity score: {@code sum(w r) / n}. Right on average, if all propensities are. */
  IPS("ips") {
    @Override
    double of(LogSums sums) {
      return sums.weightedReward / sums.decisions;
    }
  },
  /**
   * Self-normalised inverse propensity score (Swaminathan and Joachims 2015): {@code sum(w r) /
   * sum(w)}. Varies less, errs a little.
   */
  SNIPS("snips") {
    @Override
    double of(LogSums sums) {
      return sums.weight == 0 ? 0 : sums.weightedReward / sums.weight;
    }
  },
  /** Direct method: {@code sum(v) / n}. Varies least, and is as wrong as the model is. */
  DIRECT_METHOD("directMethod") {
    @Override
    double of(LogSums sums) {
      return sums.expected / sums.decisions;
    }
  },
  /**
   * Doubly robust (Dudik, Langford and Li 2011): {@code sum(v + w (r - q)) / n}. Right if either
   * the propensities or the model are.
   */
  DOUBLY_ROBUST("doublyRobust") {
    @Override
    double of(LogSums sums) {
      return (sums.expected + sums.weightedResidual) / sums.decisions;
    }
  },
  /** Self-normalised doubly robust: {@code sum(v) / n + sum(w (r - q)) / sum(w)}. */
  SELF_NORMALISED_DOUBLY_ROBUST("selfNormalisedDoublyRobust") {
    @Override
    double of(LogSums sums) {
      double correction = sums.weight == 0 ? 0 : sums.weightedResidual / sums.weight;
      return sums.expected / sums.decisions + correction;
    }
  };

  private final String key;

  Estimator(String key) {
    this.key = key;
  }

  /** Returns the name in reports. */
  public String key() {
    return key;
  }

  /** Estimates; where no logged choice has weight, what depends on weights alone is 0. */
  abstract double of(LogSums sums);
}
