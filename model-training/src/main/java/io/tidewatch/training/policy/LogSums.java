package io.tidewatch.training.policy;

/** What all estimators need of a set of decisions. Sums add up, so resamples cost no more. */
final class LogSums {
  double decisions;
  double weight;
  double weightedReward;
  double expected;
  double weightedResidual;

  void add(LogSums other) {
    decisions += other.decisions;
    weight += other.weight;
    weightedReward += other.weightedReward;
    expected += other.expected;
    weightedResidual += other.weightedResidual;
  }

  void add(double decisionWeight, double reward, double modelled, double expectedReward) {
    decisions++;
    weight += decisionWeight;
    weightedReward += decisionWeight * reward;
    expected += expectedReward;
    weightedResidual += decisionWeight * (reward - modelled);
  }
}
