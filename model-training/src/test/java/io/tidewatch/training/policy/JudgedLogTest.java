package io.tidewatch.training.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class JudgedLogTest {

  @Test
  void estimatesByHand() {
    JudgedLog log = new JudgedLog();
    log.add("a", 2, 1, 0.5, 0.4);
    log.add("b", 0, 1, 0.7, 0.6);
    log.add("c", 0.5, 0, 0.2, 0.3);
    log.add("d", 1, 3, 1, 1.1);

    OffPolicyEstimates estimates = log.estimate(100, 1);

    assertThat(estimates.of(Estimator.IPS).value()).isEqualTo(5.0 / 4);
    assertThat(estimates.of(Estimator.SNIPS).value()).isEqualTo(5.0 / 3.5);
    assertThat(estimates.of(Estimator.DIRECT_METHOD).value()).isEqualTo(2.4 / 4, within(1e-12));
    assertThat(estimates.of(Estimator.DOUBLY_ROBUST).value())
        .isEqualTo((2.4 + 2 * 0.5 - 0.5 * 0.2 + 2) / 4, within(1e-12));
    assertThat(estimates.of(Estimator.SELF_NORMALISED_DOUBLY_ROBUST).value())
        .isEqualTo(2.4 / 4 + 2.9 / 3.5, within(1e-12));
    assertThat(estimates.effectiveDecisions()).isEqualTo(3.5 * 3.5 / 5.25, within(1e-12));
    assertThat(estimates.meanWeight()).isEqualTo(3.5 / 4);
    assertThat(estimates.largestWeight()).isEqualTo(2);
  }

  @Test
  void sameSeedSameIntervals() {
    JudgedLog log = new JudgedLog();
    for (int i = 0; i < 50; i++) {
      log.add("c" + i, 1, i % 3, 0.5, 0.5);
    }

    assertThat(log.estimate(200, 7)).isEqualTo(log.estimate(200, 7));
    assertThat(log.estimate(200, 7)).isNotEqualTo(log.estimate(200, 8));
  }

  @Test
  void decisionsOfOneCustomerTellLessThanOfMany() {
    JudgedLog many = new JudgedLog();
    JudgedLog few = new JudgedLog();
    for (int i = 0; i < 400; i++) {
      double reward = i / 20 % 2;
      many.add("c" + i, 1, reward, 0.5, 0.5);
      few.add("c" + i / 20, 1, reward, 0.5, 0.5);
    }

    assertThat(width(few.estimate(500, 1))).isGreaterThan(3 * width(many.estimate(500, 1)));
    assertThat(few.estimate(500, 1).customers()).isEqualTo(20);
  }

  @Test
  void withoutWeightOnlyTheModelSpeaks() {
    JudgedLog log = new JudgedLog();
    log.add("a", 0, 1, 0.5, 0.25);

    OffPolicyEstimates estimates = log.estimate(100, 1);

    assertThat(estimates.effectiveDecisions()).isZero();
    assertThat(estimates.of(Estimator.SNIPS).value()).isZero();
    assertThat(estimates.of(Estimator.SELF_NORMALISED_DOUBLY_ROBUST).value()).isEqualTo(0.25);
  }

  @Test
  void refusesAWeightThatIsNone() {
    JudgedLog log = new JudgedLog();

    assertThatThrownBy(() -> log.add("a", 1 / 0.0, 1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight Infinity")
        .hasMessageContaining("propensity 0");
    assertThatThrownBy(() -> log.estimate(100, 1)).hasMessageContaining("no decision");
  }

  private static double width(OffPolicyEstimates estimates) {
    Interval interval = estimates.of(Estimator.IPS);
    return interval.high() - interval.low();
  }
}
