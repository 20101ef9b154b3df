package io.tidewatch.connectors.databases;

import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.Reason;
import java.time.Instant;
import java.util.List;

/** Records for tests. */
final class Decisions {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final ModelRef MODEL = new ModelRef("churn", "7", "00ff");

  private Decisions() {}

  static ChurnAlert alert(String id, String customer, Instant at) {
    return ChurnAlert.newBuilder()
        .setAlertId(id)
        .setCustomerId(customer)
        .setDecidedAt(at)
        .setChurn(0.75f)
        .setPurchase7(0.125f)
        .setExpectedSpendMinor(100)
        .setValueAtRiskMinor(900)
        .setUsualSpendMinor(1_200)
        .setCurrency("EUR")
        .setReasons(List.of(new Reason("recency", 0.3f, "Last bought \"93\" days ago; 上次")))
        .setDesk("vip")
        .setModel(MODEL)
        .setPolicyVersion("3")
        .setFeatureDigest("0011223344556677")
        .build();
  }

  static CustomerScore score(String customer, float churn, Instant at) {
    return CustomerScore.newBuilder()
        .setCustomerId(customer)
        .setScoredAt(at)
        .setChurn(churn)
        .setPurchase7(0.5f)
        .setExpectedSpendMinor(700)
        .setCurrency("EUR")
        .setLastEventAt(at)
        .setTopCategories(List.of("tea", "coffee, black"))
        .setModel(MODEL)
        .build();
  }

  static NextBestOffer offer(String id, String customer, Instant at) {
    return NextBestOffer.newBuilder()
        .setDecisionId(id)
        .setCustomerId(customer)
        .setDecidedAt(at)
        .setOfferId("tea-20")
        .setCampaignId("spring")
        .setChannel("email")
        .setLocale("en-US")
        .setExpiresAt(at.plusSeconds(3_600))
        .setAffinity(0.2f)
        .setExpectedValueMinor(12.5)
        .setCurrency("EUR")
        .setTriggerEventId("e1")
        .setModel(MODEL)
        .setPolicyVersion("3")
        .setFeatureDigest("0011223344556677")
        .build();
  }

  static OfferOutcome outcome(String id, String customer, OutcomeKind kind, String decision) {
    return OfferOutcome.newBuilder()
        .setEventId(id)
        .setCustomerId(customer)
        .setOccurredAt(NOON.plusSeconds(60))
        .setKind(kind)
        .setOfferId("tea-20")
        .setDecisionId(decision)
        .setValueMinor(kind == OutcomeKind.CONVERTED ? 1_999L : null)
        .setCurrency(kind == OutcomeKind.CONVERTED ? "EUR" : null)
        .build();
  }

  static ErasureRequest erasure(String customer, Instant at) {
    return ErasureRequest.newBuilder()
        .setEventId("erase-" + customer)
        .setCustomerId(customer)
        .setOccurredAt(at)
        .setRequestedBy("privacy desk")
        .build();
  }
}
