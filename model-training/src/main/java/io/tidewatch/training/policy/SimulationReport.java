package io.tidewatch.training.policy;

import java.util.Map;

/**
 * How the estimators did where the truth is known. Immutable.
 *
 * @param runs simulated logs
 * @param decisions decisions of each
 * @param truth mean reward per decision of the judged policy
 * @param coverage share of the runs, 0 to 1, whose 95 % interval holds the truth, by estimator
 * @param errors root of the mean squared error, by estimator
 */
public record SimulationReport(
    int runs,
    int decisions,
    double truth,
    Map<Estimator, Double> coverage,
    Map<Estimator, Double> errors) {

  public SimulationReport {
    coverage = Map.copyOf(coverage);
    errors = Map.copyOf(errors);
  }
}
