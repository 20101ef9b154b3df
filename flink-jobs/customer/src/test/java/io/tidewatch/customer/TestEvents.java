package io.tidewatch.customer;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events of one customer for tests: single ones, and random sequences drawn from a seed. */
final class TestEvents {
  static final Instant START = Instant.parse("2017-01-01T00:00:00Z");

  private static final String CUSTOMER = "c1";
  private static final int DAYS = 400;

  private TestEvents() {}

  static Instant day(double days) {
    return START.plusSeconds(Math.round(days * Seconds.PER_DAY));
  }

  static long micros(Instant at) {
    return io.tidewatch.schemas.Micros.of(at);
  }

  static Event click(String id, Instant at, ClickKind kind) {
    return Event.of(
        ClickEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(CUSTOMER)
            .setOccurredAt(at)
            .setKind(kind)
            .build());
  }

  static Event purchase(String id, Instant at, long amountMinor, String... categories) {
    return order(id, at, PurchaseKind.PURCHASE, amountMinor, "USD", categories);
  }

  static Event order(
      String id,
      Instant at,
      PurchaseKind kind,
      long amountMinor,
      String currency,
      String... categories) {
    List<PurchaseLine> lines = new ArrayList<>();
    for (String category : categories) {
      lines.add(
          PurchaseLine.newBuilder()
              .setItemId("item")
              .setCategory(category)
              .setAmountMinor(amountMinor)
              .build());
    }
    return Event.of(
        PurchaseEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(CUSTOMER)
            .setOccurredAt(at)
            .setKind(kind)
            .setOrderId("order-" + id)
            .setCurrency(currency)
            .setAmountMinor(amountMinor)
            .setLines(lines)
            .build());
  }

  static Event ticket(
      String id, Instant at, TicketKind kind, TicketAuthor author, Integer satisfaction) {
    return Event.of(
        TicketEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(CUSTOMER)
            .setOccurredAt(at)
            .setKind(kind)
            .setTicketId("t1")
            .setAuthor(author)
            .setSatisfaction(satisfaction)
            .build());
  }

  static Event outcome(String id, Instant at, OutcomeKind kind) {
    return Event.of(
        OfferOutcome.newBuilder()
            .setEventId(id)
            .setCustomerId(CUSTOMER)
            .setOccurredAt(at)
            .setKind(kind)
            .setOfferId("o1")
            .build());
  }

  /** An offer of campaign "spring", by e-mail. */
  static Offer offer(String id, String exclusionGroup) {
    return Offer.newBuilder()
        .setOfferId(id)
        .setUpdatedAt(day(0))
        .setCampaignId("spring")
        .setName(id)
        .setCategories(List.of("tea"))
        .setValueMinor(100)
        .setCurrency("USD")
        .setValidFrom(day(0))
        .setValidUntil(day(1_000))
        .setChannel("email")
        .setExclusionGroup(exclusionGroup)
        .build();
  }

  static Event accepted(String id, Instant at, String offerId) {
    return Event.of(
        OfferOutcome.newBuilder()
            .setEventId(id)
            .setCustomerId(CUSTOMER)
            .setOccurredAt(at)
            .setKind(OutcomeKind.ACCEPTED)
            .setOfferId(offerId)
            .build());
  }

  static Event consents(String id, Instant at, Consent... consents) {
    return Event.of(
        CustomerProfile.newBuilder()
            .setEventId(id)
            .setCustomerId(CUSTOMER)
            .setOccurredAt(at)
            .setConsents(List.of(consents))
            .build());
  }

  static Event profile(
      String id,
      Instant at,
      String locale,
      String timeZone,
      boolean marketing,
      String... segments) {
    return Event.of(
        CustomerProfile.newBuilder()
            .setEventId(id)
            .setCustomerId(CUSTOMER)
            .setOccurredAt(at)
            .setLocale(locale)
            .setTimeZone(timeZone)
            .setConsents(
                List.of(
                    Consent.newBuilder()
                        .setPurpose(ConsentPurpose.MARKETING)
                        .setGranted(marketing)
                        .build()))
            .setSegments(List.of(segments))
            .build());
  }

  /** Events of all topics and kinds over 400 days, in random order, ids unique, one currency. */
  static List<Event> random(long seed, int count) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(random("e" + i, random));
    }
    return events;
  }

  static Event random(String id, Random random) {
    Instant at =
        START
            .plusSeconds(random.nextInt(DAYS * 86_400))
            .plus(Duration.ofNanos(1_000L * random.nextInt(1_000_000)));
    return switch (random.nextInt(8)) {
      case 0, 1 -> click(id, at, any(ClickKind.values(), random));
      case 2, 3, 4 -> purchase(id, at, random.nextInt(100_000), categories(random));
      case 5 ->
          random.nextInt(3) > 0
              ? ticket(
                  id,
                  at,
                  any(TicketKind.values(), random),
                  any(TicketAuthor.values(), random),
                  random.nextBoolean() ? Integer.valueOf(1 + random.nextInt(5)) : null)
              : order(id, at, any(PurchaseKind.values(), random), random.nextInt(9_000), "USD");
      case 6 -> outcome(id, at, any(OutcomeKind.values(), random));
      default -> profile(id, at, any(new String[] {"en-US", "de-DE"}, random), "UTC", true, "gold");
    };
  }

  private static String[] categories(Random random) {
    String[] categories = new String[random.nextInt(4)];
    for (int i = 0; i < categories.length; i++) {
      categories[i] = "category-" + random.nextInt(100);
    }
    return categories;
  }

  private static <T> T any(T[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  static CustomerState folded(List<Event> events) {
    CustomerState state = new CustomerState();
    Fold fold = new Fold();
    events.forEach(event -> fold.fold(state, event));
    return state;
  }

  static float[] vector(CustomerState state, long atMicros) {
    float[] out = new float[FeatureCatalogue.size()];
    FeatureCatalogue.vector(state, atMicros, out);
    return out;
  }

  static float[] step(StepHistory steps, long index) {
    float[] out = new float[ChurnStep.WIDTH];
    ChurnStep.input(steps, index, out);
    return out;
  }

  static byte[] bytes(CustomerState state) {
    var out = new java.io.ByteArrayOutputStream();
    try {
      CustomerStateLayout.write(state, new java.io.DataOutputStream(out));
    } catch (java.io.IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  static CustomerState read(byte[] bytes) {
    try {
      var in = new java.io.DataInputStream(new java.io.ByteArrayInputStream(bytes));
      CustomerState state = CustomerStateLayout.read(in);
      if (in.available() > 0) {
        throw new AssertionError(in.available() + " bytes left");
      }
      return state;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
