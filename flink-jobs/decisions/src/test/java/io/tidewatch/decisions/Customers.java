package io.tidewatch.decisions;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Customers for tests, made by folding events. */
public final class Customers {
  /** A Monday noon, when all {@link Offers} are valid. */
  public static final Instant NOON = Instant.parse("2026-03-16T12:00:00Z");

  private Customers() {}

  /** Somebody who bought each category once, hour after hour, ten days before noon. */
  public static CustomerState buyer(String... categories) {
    CustomerState state = new CustomerState();
    for (int i = 0; i < categories.length; i++) {
      buy(state, "p" + i, NOON.minus(Duration.ofDays(10)).plus(Duration.ofHours(i)), categories[i]);
    }
    return state;
  }

  /** The same, who speaks English, lives in UTC and consents to marketing. */
  public static CustomerState consenting(String... categories) {
    CustomerState state = buyer(categories);
    profile(state, "en-GB", "UTC", true, List.of("families"));
    return state;
  }

  public static void buy(CustomerState state, String id, Instant at, String category) {
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

  static void rate(CustomerState state, String id, Instant at, int stars) {
    ticket(state, id, at, TicketKind.CLOSED, stars);
  }

  static void openTicket(CustomerState state, String id, Instant at) {
    ticket(state, id, at, TicketKind.OPENED, null);
  }

  private static void ticket(
      CustomerState state, String id, Instant at, TicketKind kind, Integer stars) {
    new Fold()
        .fold(
            state,
            Event.of(
                TicketEvent.newBuilder()
                    .setEventId(id)
                    .setCustomerId("c")
                    .setOccurredAt(at)
                    .setKind(kind)
                    .setTicketId("t")
                    .setSatisfaction(stars)
                    .build()));
  }

  static void accept(CustomerState state, String offerId) {
    new Fold()
        .fold(
            state,
            Event.of(
                OfferOutcome.newBuilder()
                    .setEventId("accepted-" + offerId)
                    .setCustomerId("c")
                    .setOccurredAt(NOON.minus(Duration.ofDays(1)))
                    .setKind(OutcomeKind.ACCEPTED)
                    .setOfferId(offerId)
                    .build()));
  }

  /** Somebody who consents to marketing by all channels but some. */
  static void refuse(CustomerState state, String... channels) {
    new Fold()
        .fold(
            state,
            Event.of(
                CustomerProfile.newBuilder()
                    .setEventId("refusal")
                    .setCustomerId("c")
                    .setOccurredAt(NOON.minus(Duration.ofHours(1)))
                    .setConsents(
                        List.of(
                            new Consent(ConsentPurpose.MARKETING, true, List.of()),
                            new Consent(ConsentPurpose.MARKETING, false, List.of(channels))))
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
                    .setConsents(List.of(new Consent(ConsentPurpose.MARKETING, consent, List.of())))
                    .setLocale(locale)
                    .setTimeZone(zone)
                    .setSegments(segments)
                    .build()));
  }

  public static long micros(Instant at) {
    return Micros.of(at);
  }
}
