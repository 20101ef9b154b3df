package io.tidewatch.connectors.gateway;

import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.SuppressedKind;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import java.time.Instant;
import java.util.List;

/** What the job writes about a customer at one moment, for tests that read it over HTTP. */
final class WrittenRecords {
  static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  static final ModelRef MODEL = new ModelRef("churn", "1", "00");

  private WrittenRecords() {}

  static NextBestOffer made(
      String decisionId, String customerId, String offerId, Instant expiresAt) {
    return NextBestOffer.newBuilder()
        .setDecisionId(decisionId)
        .setCustomerId(customerId)
        .setDecidedAt(NOW)
        .setOfferId(offerId)
        .setCampaignId("c")
        .setChannel("email")
        .setLocale("en-US")
        .setExpiresAt(expiresAt)
        .setAffinity(0.1f)
        .setExpectedValueMinor(5)
        .setCurrency("EUR")
        .setTriggerEventId("t")
        .setModel(MODEL)
        .setPolicyVersion("1")
        .setFeatureDigest("00")
        .build();
  }

  static Suppression held(String customerId, String offerId, SuppressionReason reason) {
    return Suppression.newBuilder()
        .setSuppressionId(customerId)
        .setCustomerId(customerId)
        .setDecidedAt(NOW)
        .setKind(SuppressedKind.OFFER)
        .setReason(reason)
        .setPolicyVersion("1")
        .setOfferIds(List.of(offerId))
        .setReasons(List.of(reason))
        .build();
  }

  /** Returns a request to forget a customer. */
  static ErasureRequest erasure(String customerId, Instant at) {
    return ErasureRequest.newBuilder()
        .setEventId("erasure-" + customerId)
        .setCustomerId(customerId)
        .setOccurredAt(at)
        .setRequestedBy("desk")
        .build();
  }
}
