package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.decisions.AlertPolicy.Candidate;
import io.tidewatch.decisions.AlertPolicy.Outcome;
import io.tidewatch.schemas.AlertRules;
import org.junit.jupiter.api.Test;

class AlertPolicyTest {
  private static final AlertRules RULES =
      AlertRules.newBuilder().setRaiseAt(0.8f).setClearBelow(0.6f).setMinPurchases(2).build();

  private final CustomerState customer = Customers.buyer("coffee", "coffee");

  @Test
  void opensAnAlertAtTheRaiseThreshold() {
    assertThat(event(0.79f, 1)).isEqualTo(AlertPolicy.NOTHING);
    assertThat(event(0.8f, 2)).isEqualTo(new Candidate(2));
    assertThat(customer.alertOpen()).isTrue();
  }

  @Test
  void keepsAnOpenAlertSilentWhileTheScoreTrembles() {
    event(0.8f, 1);
    for (int i = 2; i < 20; i++) {
      assertThat(event(i % 2 == 0 ? 0.61f : 0.95f, i)).isEqualTo(AlertPolicy.NOTHING);
    }
  }

  @Test
  void putsAnOpenAlertBeforeTheDeskAgainAtEveryRescoringWithTheTimeItWasOpened() {
    event(0.8f, 1);
    assertThat(rescoring(0.7f, 5)).isEqualTo(new Candidate(1));
    assertThat(rescoring(0.9f, 9)).isEqualTo(new Candidate(1));
  }

  @Test
  void opensAnotherAlertOnlyAfterTheFirstWasCleared() {
    event(0.8f, 1);
    assertThat(event(0.59f, 2)).isEqualTo(AlertPolicy.NOTHING);
    assertThat(customer.alertOpen()).isFalse();
    assertThat(rescoring(0.7f, 3)).isEqualTo(AlertPolicy.NOTHING);
    assertThat(event(0.85f, 4)).isEqualTo(new Candidate(4));
  }

  @Test
  void opensNoneForCustomersWithTooFewPurchases() {
    CustomerState newcomer = Customers.buyer("coffee");
    assertThat(AlertPolicy.decide(newcomer, 0.99f, 1, true, RULES)).isEqualTo(AlertPolicy.NOTHING);
  }

  private Outcome event(float churn, long at) {
    return AlertPolicy.decide(customer, churn, at, false, RULES);
  }

  private Outcome rescoring(float churn, long at) {
    return AlertPolicy.decide(customer, churn, at, true, RULES);
  }
}
