package io.tidewatch.training.policy;

import java.util.Map;

/**
 * What a policy would bring per decision, and how far the log can tell. Immutable.
 *
 * @param decisions decisions of the log
 * @param customers customers of these decisions
 * @param effectiveDecisions size of a log of the policy itself that would tell as much (Kish:
 *     {@code sum(w)^2 / sum(w^2)}); 0 if the policy would have made none of the logged choices
 * @param meanWeight mean of the weights; far from 1, the policy makes choices that the log never
 *     does, or the propensities are wrong
 * @param largestWeight largest weight of one decision
 * @param values mean reward per decision by estimator
 */
public record OffPolicyEstimates(
    int decisions,
    int customers,
    double effectiveDecisions,
    double meanWeight,
    double largestWeight,
    Map<Estimator, Interval> values) {

  public OffPolicyEstimates {
    values = Map.copyOf(values);
  }

  /** Returns what one estimator says. */
  public Interval of(Estimator estimator) {
    return values.get(estimator);
  }
}
