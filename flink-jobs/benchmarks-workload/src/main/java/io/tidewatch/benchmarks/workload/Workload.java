package io.tidewatch.benchmarks.workload;

import io.tidewatch.connectors.history.LoadGenerator;
import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
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
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The events of a benchmark. Each is a function of the seed and its number alone, so every process
 * can make the same ones, in any order. Immutable.
 *
 * <ul>
 *   <li>customers: Zipf's law with exponent 1 over all of them;
 *   <li>kinds: 86 % clicks (a tenth of them into the cart), 10 % purchases of 1 to 3 lines, 2 %
 *       opened tickets, 2 % outcomes of offers;
 *   <li>time: from {@link #START} on, one event for each customer in {@value #SECONDS_PER_CUSTOMER}
 *       seconds on average, so that customers live alike however many there are.
 * </ul>
 */
public final class Workload {
  /** Event time of event 0; the customers' pasts end here. */
  public static final Instant START = Instant.parse("2025-06-02T09:00:00Z");

  /** Seed of the benchmarks. */
  public static final long SEED = 1;

  /** The topics that have events; the other event topics have none. */
  public static final Set<Topic> TOPICS =
      Collections.unmodifiableSet(
          EnumSet.of(Topic.CLICKSTREAM, Topic.PURCHASES, Topic.TICKETS, Topic.OUTCOMES));

  private static final int SECONDS_PER_CUSTOMER = 100;
  private static final double CLICKS = 0.86;
  private static final double PURCHASES = 0.10;
  private static final double TICKETS = 0.02;
  private static final int ITEMS_PER_CATEGORY = 20;
  private static final OutcomeKind[] OUTCOMES = {
    OutcomeKind.DELIVERED, OutcomeKind.VIEWED, OutcomeKind.CLICKED, OutcomeKind.DECLINED
  };
  private static final List<String> CATEGORIES =
      new LoadGenerator(1, 1, START, 0)
          .offers().stream().flatMap(offer -> offer.getCategories().stream()).sorted().toList();

  private final Customers customers;
  private final double eventsPerSecond;
  private final long seed;

  /**
   * Creates a workload.
   *
   * @param customers how many customers
   * @param seed draws everything
   */
  public Workload(int customers, long seed) {
    this.customers = new Customers(customers);
    this.eventsPerSecond = (double) customers / SECONDS_PER_CUSTOMER;
    this.seed = seed;
  }

  /** Returns the customers. */
  public Customers customers() {
    return customers;
  }

  /** Returns the number of the customer whom an event is about. */
  public int customerOf(long number) {
    return customers.draw(random(number));
  }

  /** Returns the events in a second of event time. */
  public double eventsPerSecond() {
    return eventsPerSecond;
  }

  /** Returns when an event happens. */
  public Instant timeOf(long number) {
    return START.plusNanos((long) (number * 1e9 / eventsPerSecond));
  }

  /**
   * Makes one event.
   *
   * @param number 0 and up; event ids are {@code e<number>}
   */
  public Event event(long number) {
    SplittableRandom random = random(number);
    String customerId = Customers.id(customers.draw(random));
    String eventId = "e" + number;
    Instant at = timeOf(number);
    double kind = random.nextDouble();
    if (kind < CLICKS) {
      return Event.of(click(eventId, customerId, at, random));
    }
    if (kind < CLICKS + PURCHASES) {
      return Event.of(purchase(eventId, customerId, at, random));
    }
    return Event.of(
        kind < CLICKS + PURCHASES + TICKETS
            ? ticket(eventId, customerId, at)
            : outcome(eventId, customerId, at, random));
  }

  /** Returns one offer for each category, for everybody, valid throughout. */
  public static List<Offer> offers() {
    return new LoadGenerator(1, 1, START, 0)
        .offers().stream()
            .map(
                offer ->
                    Offer.newBuilder(offer)
                        .setValidFrom(START.minus(Duration.ofDays(365)))
                        .setValidUntil(START.plus(Duration.ofDays(365)))
                        .build())
            .toList();
  }

  private SplittableRandom random(long number) {
    // SplittableRandom mixes its seed, so neighbouring numbers give unrelated events.
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
  }

  private static ClickEvent click(
      String eventId, String customerId, Instant at, SplittableRandom random) {
    String category = category(random);
    return ClickEvent.newBuilder()
        .setEventId(eventId)
        .setCustomerId(customerId)
        .setOccurredAt(at)
        .setKind(random.nextInt(10) == 0 ? ClickKind.ADD_TO_CART : ClickKind.VIEW)
        .setSessionId("s-" + customerId)
        .setItemId(item(category, random))
        .setCategory(category)
        .build();
  }

  private static PurchaseEvent purchase(
      String eventId, String customerId, Instant at, SplittableRandom random) {
    List<PurchaseLine> lines = new ArrayList<>();
    long amountMinor = 0;
    for (int number = random.nextInt(1, 4); number > 0; number--) {
      String category = category(random);
      long lineMinor = random.nextInt(200, 2_501);
      lines.add(new PurchaseLine(item(category, random), category, 1, lineMinor));
      amountMinor += lineMinor;
    }
    return PurchaseEvent.newBuilder()
        .setEventId(eventId)
        .setCustomerId(customerId)
        .setOccurredAt(at)
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId("o-" + eventId)
        .setCurrency("USD")
        .setAmountMinor(amountMinor)
        .setLines(lines)
        .setCouponIds(List.of())
        .build();
  }

  private static TicketEvent ticket(String eventId, String customerId, Instant at) {
    return TicketEvent.newBuilder()
        .setEventId(eventId)
        .setCustomerId(customerId)
        .setOccurredAt(at)
        .setKind(TicketKind.OPENED)
        .setTicketId("t-" + eventId)
        .setAuthor(TicketAuthor.CUSTOMER)
        .setText("Where can I find the invoice of my last order?")
        .build();
  }

  private static OfferOutcome outcome(
      String eventId, String customerId, Instant at, SplittableRandom random) {
    return OfferOutcome.newBuilder()
        .setEventId(eventId)
        .setCustomerId(customerId)
        .setOccurredAt(at)
        .setKind(OUTCOMES[random.nextInt(OUTCOMES.length)])
        .setOfferId("load-" + category(random))
        .build();
  }

  private static String category(SplittableRandom random) {
    return CATEGORIES.get(random.nextInt(CATEGORIES.size()));
  }

  private static String item(String category, SplittableRandom random) {
    return category + "-" + random.nextInt(ITEMS_PER_CATEGORY);
  }
}
