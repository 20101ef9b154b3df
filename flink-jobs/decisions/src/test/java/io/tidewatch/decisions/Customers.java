package io.tidewatch.decisions;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Customers for tests, made by folding events. */
final class Customers {
  /** A Monday noon, when all {@link Offers} are valid. */
  static final Instant NOON = Instant.parse("2026-03-16T12:00:00Z");

  private Customers() {}

  /** Somebody who bought each category once, hour after hour, ten days before noon. */
  static CustomerState buyer(String... categories) {
    CustomerState state = new CustomerState();
    for (int i = 0; i < categories.length; i++) {
      buy(state, "p" + i, NOON.minus(Duration.ofDays(10)).plus(Duration.ofHours(i)), categories[i]);
    }
    return state;
  }

  /** The same, who speaks English, lives in UTC and consents to marketing. */
  static CustomerState consenting(String... categories) {
    CustomerState state = buyer(categories);
    profile(state, "en-GB", "UTC", true, List.of("families"));
    return state;
  }

  static void buy(CustomerState state, String id, Instant at, String category) {
    new Fold()
        .fold(
            state,
            Event.of(
                PurchaseEvent.newBuilder()
                    .setEventId(id)
                    .setCustomerId("c")
                    .setOccurredAt(at)
                    .setKind(PurchaseKind.PURCHASE)
                    .setOrderId("o-" + id)
                    .setCurrency("USD")
                    .setAmountMinor(1_000)
                    .setLines(
                        List.of(
                            PurchaseLine.newBuilder()
                                .setItemId("i")
                                .setCategory(category)
                                .setAmountMinor(1_000)
                                .build()))
                    .build()));
  }

  static void profile(
      CustomerState state, String locale, String zone, boolean consent, List<String> segments) {
    new Fold()
        .fold(
            state,
            Event.of(
                CustomerProfile.newBuilder()
                    .setEventId("profile-" + locale + zone + consent)
                    .setCustomerId("c")
                    .setOccurredAt(NOON.minus(Duration.ofDays(1)))
                    .setConsents(List.of(new Consent(ConsentPurpose.MARKETING, consent)))
                    .setLocale(locale)
                    .setTimeZone(zone)
                    .setSegments(segments)
                    .build()));
  }

  static long micros(Instant at) {
    return Micros.of(at);
  }
}
