package io.tidewatch.training.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.training.Progress;
import org.junit.jupiter.api.Test;

/** The whole simulation has 200 runs; these are enough to see an estimator that is wrong. */
final class BanditSimulationTest {

  @Test
  void doublyRobustIntervalsHoldTheTruthAndTheModelAloneDoesNot() {
    SimulationReport report = BanditSimulation.run(40, 1_000, 200, Progress.none());

    assertThat(report.truth()).isBetween(0.0, 1.0);
    assertThat(report.coverage().get(Estimator.DOUBLY_ROBUST)).isGreaterThanOrEqualTo(0.85);
    assertThat(report.coverage().get(Estimator.DIRECT_METHOD))
        .isLessThan(report.coverage().get(Estimator.DOUBLY_ROBUST));
    assertThat(report.errors().get(Estimator.DOUBLY_ROBUST))
        .isLessThan(report.errors().get(Estimator.IPS));
  }
}
