package io.tidewatch.training.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.decisions.Holdout;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.RetentionAction;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.RetentionRules;
import io.tidewatch.schemas.RetentionVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A quarter of the customers who are leaving stay; a call keeps another fifth. */
final class RetentionStudyTest {
  private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
  private static final int CUSTOMERS = 4_000;
  private static final double SHARE = 0.3;

  private final RetentionStudy study = new RetentionStudy(28);
  private final Random random = new Random(1);

  @Test
  void findsWhatActionsChange() {
    for (int i = 0; i < CUSTOMERS; i++) {
      study.decision(alert("c" + i, START, verdict("c" + i)));
    }
    for (int i = 0; i < CUSTOMERS; i++) {
      boolean heldOut = verdict("c" + i) == RetentionVerdict.HOLDOUT;
      if (random.nextDouble() < (heldOut ? 0.25 : 0.45)) {
        buy("c" + i, 3, 10_000);
      }
    }
    buy("nobody", 40, 1);

    RetentionReport report = study.report();

    RetentionReport.Measured measured = report.measured().orElseThrow();
    assertThat(measured.sampleRatio().mismatch()).isFalse();
    assertThat(measured.stayed().effect().contains(0.2)).isTrue();
    assertThat(measured.retained().effect().contains(0.2 * 10_000 * 0.4)).isTrue();
    assertThat(measured.retained().effect().low()).isPositive();
    long taken = report.verdicts().get(RetentionVerdict.ACTION);
    assertThat(report.actions())
        .isEqualTo(
            Map.of(
                "call",
                new RetentionReport.Taken(taken, 300.0 * taken, 500.0 * taken, 500 * taken)));
    assertThat(report.savedMarginMinor()).isCloseTo(300.0 * taken, within(1e-6));
  }

  @Test
  void countsEachAlertOnceAndTheFirstOfACustomer() {
    for (int i = 0; i < 300; i++) {
      DecisionRecord alert = alert("c" + i, START, verdict("c" + i));
      study.decision(alert);
      study.decision(alert);
      study.decision(alert("c" + i, START.plus(Duration.ofDays(20)), RetentionVerdict.BUDGET));
      buy("c" + i, 1, 100);
      buy("c" + i, 1, 100);
    }
    buy("nobody", 40, 1);

    RetentionReport report = study.report();

    assertThat(report.verdicts()).containsEntry(RetentionVerdict.BUDGET, 300L);
    assertThat(report.verdicts().values().stream().mapToLong(count -> count).sum()).isEqualTo(600);
    assertThat(report.treated() + report.heldOut()).isEqualTo(300);
    assertThat(report.measured().orElseThrow().spent().treatedMean()).isEqualTo(100);
  }

  @Test
  void saysNothingOfFewCustomers() {
    for (int i = 0; i < 40; i++) {
      study.decision(alert("c" + i, START, verdict("c" + i)));
    }
    buy("nobody", 40, 1);

    assertThat(study.report().measured()).isEmpty();
    assertThat(study.report().treated() + study.report().heldOut()).isEqualTo(40);
  }

  @Test
  void leavesOutAlertsOfPoliciesWithoutActions() {
    DecisionRecord alert = alert("c", START, RetentionVerdict.ACTION);
    alert.setRetention(null);
    study.decision(alert);

    assertThat(study.report().verdicts()).isEmpty();
    assertThat(study.report().currency()).isEmpty();
  }

  private static RetentionVerdict verdict(String customer) {
    return Holdout.contains(customer, "retention", SHARE)
        ? RetentionVerdict.HOLDOUT
        : RetentionVerdict.ACTION;
  }

  private static DecisionRecord alert(String customer, Instant at, RetentionVerdict verdict) {
    RetentionChoice choice = RetentionChoice.newBuilder().setVerdict(verdict).build();
    if (verdict != RetentionVerdict.BUDGET) {
      choice.setActionId("call");
      choice.setSavedMarginMinor(300);
      choice.setExpectedCostMinor(500);
      choice.setReservedMinor(verdict == RetentionVerdict.ACTION ? 500 : 0);
    }
    return DecisionRecord.newBuilder()
        .setDecisionId(customer + at)
        .setCustomerId(customer)
        .setDecidedAt(at)
        .setKind(DecisionKind.ALERT)
        .setFeatures(List.of())
        .setCatalogueDigest(FeatureCatalogue.digest())
        .setChurn(0.9f)
        .setPurchase7(0.1f)
        .setExpectedSpendMinor(100)
        .setModels(List.of())
        .setPolicyVersion("1")
        .setPolicy(policy())
        .setRetention(choice)
        .build();
  }

  private static Policy policy() {
    return Policy.newBuilder()
        .setName("default")
        .setVersion("1")
        .setUpdatedAt(START)
        .setAlerts(
            AlertRules.newBuilder()
                .setRetention(
                    RetentionRules.newBuilder()
                        .setActions(List.of(new RetentionAction("call", 0.2, 500L, 0.0)))
                        .setMargin(0.4)
                        .setDailyBudgetMinor(1_000_000)
                        .setCurrency("USD")
                        .setHoldoutShare(SHARE)
                        .build())
                .build())
        .setOffers(OfferRules.newBuilder().build())
        .build();
  }

  private void buy(String customer, int day, long amountMinor) {
    study.purchase(
        PurchaseEvent.newBuilder()
            .setEventId(customer + "|" + day)
            .setCustomerId(customer)
            .setOccurredAt(START.plus(Duration.ofDays(day)))
            .setKind(PurchaseKind.PURCHASE)
            .setOrderId(customer + "|" + day)
            .setCurrency("USD")
            .setAmountMinor(amountMinor)
            .build());
  }
}
