package io.tidewatch.platform.policy;

import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Policy;
import io.tidewatch.scoring.PolicyTrial;
import io.tidewatch.training.policy.ChoosingPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ranking of a policy, as it would have chosen at logged decisions among the offers to which
 * the rules in force opposed nothing.
 */
final class TriedRanking implements ChoosingPolicy {
  private final Policy policy;
  private final PolicyTrial trial;
  private final Map<String, Map<String, Double>> byDecision = new HashMap<>();

  TriedRanking(Policy policy, PolicyTrial trial) {
    this.policy = policy;
    this.trial = trial;
  }

  /** Takes a decision into account; those that made no offer say nothing. */
  void decision(DecisionRecord record) {
    if (record.getKind() == DecisionKind.OFFER) {
      byDecision.put(record.getDecisionId(), trial.probabilities(record, policy.getRanking()));
    }
  }

  @Override
  public String key() {
    return policy.getVersion();
  }

  @Override
  public double[] probabilities(
      String decisionId, List<String> offerIds, double[] values, double[] expected) {
    Map<String, Double> tried = byDecision.getOrDefault(decisionId, Map.of());
    return offerIds.stream().mapToDouble(offerId -> tried.getOrDefault(offerId, 0.0)).toArray();
  }
}
