package io.tidewatch.decisions;

import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.Offer;
import java.time.Instant;
import java.util.List;

/** Offers for tests. */
final class Offers {
  static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
  static final Instant UNTIL = Instant.parse("2026-04-01T00:00:00Z");

  private Offers() {}

  static Offer.Builder offer(String id) {
    return Offer.newBuilder()
        .setOfferId(id)
        .setUpdatedAt(FROM)
        .setCampaignId("campaign")
        .setName("Offer " + id)
        .setCategories(List.of("coffee"))
        .setValueMinor(1_000)
        .setCurrency("USD")
        .setValidFrom(FROM)
        .setValidUntil(UNTIL)
        .setPurpose(ConsentPurpose.MARKETING)
        .setChannel("email")
        .setLocales(List.of())
        .setSegments(List.of());
  }
}
