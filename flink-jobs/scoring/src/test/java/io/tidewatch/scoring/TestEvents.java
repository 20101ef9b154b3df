package io.tidewatch.scoring;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events, offers and policies for tests. Day 0 is a Monday noon. */
final class TestEvents {
  static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

  private TestEvents() {}

  static Instant day(double days) {
    return START.plus(Duration.ofSeconds(Math.round(days * 86_400)));
  }

  static Event purchase(String id, String customer, Instant at, String category) {
    return Event.of(
        PurchaseEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(at)
            .setKind(PurchaseKind.PURCHASE)
            .setOrderId("order-" + id)
            .setCurrency("USD")
            .setAmountMinor(2_500)
            .setLines(
                List.of(
                    PurchaseLine.newBuilder()
                        .setItemId("item")
                        .setCategory(category)
                        .setAmountMinor(2_500)
                        .build()))
            .build());
  }

  static Event click(String id, String customer, Instant at) {
    return Event.of(
        ClickEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(at)
            .setKind(ClickKind.VIEW)
            .build());
  }

  static Event ticket(String id, String customer, Instant at) {
    return Event.of(
        TicketEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(at)
            .setKind(TicketKind.OPENED)
            .setTicketId("ticket-" + id)
            .build());
  }

  static Event profile(String id, String customer, Instant at) {
    return Event.of(
        CustomerProfile.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(at)
            .setConsents(List.of(new Consent(ConsentPurpose.MARKETING, true, List.of())))
            .setLocale("en-US")
            .setTimeZone("UTC")
            .build());
  }

  static Event erasure(String id, String customer, Instant at) {
    return Event.of(
        ErasureRequest.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(at)
            .setRequestedBy("privacy desk")
            .build());
  }

  /** What became of an offer of a decision. */
  static Event outcome(
      String id, String customer, Instant at, String decisionId, String offerId, OutcomeKind kind) {
    return Event.of(
        OfferOutcome.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(at)
            .setKind(kind)
            .setOfferId(offerId)
            .setDecisionId(decisionId)
            .build());
  }

  static Offer offer(String id, String category, long valueMinor) {
    return Offer.newBuilder()
        .setOfferId(id)
        .setUpdatedAt(START)
        .setCampaignId("campaign")
        .setName("Offer " + id)
        .setCategories(List.of(category))
        .setValueMinor(valueMinor)
        .setCurrency("USD")
        .setValidFrom(START.minus(Duration.ofDays(30)))
        .setValidUntil(START.plus(Duration.ofDays(300)))
        .setChannel("email")
        .build();
  }

  /** The defaults, but no holdout, no quiet hours, every score logged. */
  static Policy policy() {
    Policy.Builder policy =
        Policy.newBuilder(Policies.BUILT_IN)
            .setVersion("test-1")
            .setUpdatedAt(START)
            .setScoreLogShare(0.2f);
    policy.getOffers().setHoldoutShare(0);
    policy.getOffers().setQuietFromMinute(0);
    policy.getOffers().setQuietUntilMinute(0);
    return policy.build();
  }

  /** Draws some weeks in the life of some customers, in order of time, with duplicates. */
  static List<Event> random(long seed, int customers, int count) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int c = 0; c < customers; c++) {
      events.add(profile("profile-" + c, "c" + c, day(0)));
    }
    double at = 0;
    for (int i = 0; i < count; i++) {
      // A tenth of the events share their time with the one before.
      at += random.nextInt(10) == 0 ? 0 : random.nextDouble() * 60 / count;
      String customer = "c" + random.nextInt(customers);
      String category = TestModels.VOCABULARY.get(1 + random.nextInt(3));
      Event event =
          switch (random.nextInt(10)) {
            case 0, 1, 2 -> purchase("e" + i, customer, day(at), category);
            case 3 -> ticket("e" + i, customer, day(at));
            case 4 ->
                i % 7 == 0
                    ? erasure("e" + i, customer, day(at))
                    : click("e" + i, customer, day(at));
            default -> click("e" + i, customer, day(at));
          };
      events.add(event);
      if (random.nextInt(20) == 0) {
        events.add(event);
      }
    }
    return events;
  }
}
