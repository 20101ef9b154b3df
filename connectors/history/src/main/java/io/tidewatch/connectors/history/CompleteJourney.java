package io.tidewatch.connectors.history;

import io.tidewatch.connectors.history.CompleteJourneyTables.Basket;
import io.tidewatch.connectors.history.CompleteJourneyTables.Line;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The Complete Journey 2.0: a year of grocery baskets, campaigns and coupons of households,
 * bundled. Its clicks, tickets, consents, languages and time zones are simulated.
 */
final class CompleteJourney implements DataSet {
  static final String NAME = "completejourney";

  private static final Instant FIRST_AT = Instant.parse("2017-01-01T00:00:00Z");
  private static final Instant LAST_AT = Instant.parse("2018-01-01T05:00:00Z");
  private static final Instant SPLIT = Instant.parse("2017-10-01T04:00:00Z");

  private final long seed;
  private final CompleteJourneyTables tables;
  private final CompleteJourneyOffers offers;

  private CompleteJourney(long seed, CompleteJourneyTables tables) {
    this.seed = seed;
    this.tables = tables;
    this.offers = new CompleteJourneyOffers(tables);
  }

  /** Reads the bundled files. */
  static CompleteJourney bundled(long seed) {
    return new CompleteJourney(seed, CompleteJourneyTables.bundled());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "The Complete Journey 2.0";
  }

  @Override
  public String licence() {
    return "CC0 1.0 (purchases, campaigns, coupons); CC BY 4.0 (ticket texts)";
  }

  @Override
  public String attribution() {
    return "The Complete Journey 2.0 by 84.51\u00b0, from the R package completejourney by B."
        + " Boehmke and S. Mooney; ticket texts from banking77 by PolyAI (I. Casanueva et al.,"
        + " 2020)";
  }

  @Override
  public Set<Topic> observedTopics() {
    return EnumSet.of(Topic.PURCHASES, Topic.OUTCOMES, Topic.OFFERS);
  }

  @Override
  public Set<Topic> simulatedTopics() {
    return EnumSet.of(Topic.CLICKSTREAM, Topic.TICKETS, Topic.CUSTOMERS);
  }

  @Override
  public Stream<Event> events() {
    List<Event> events = new ArrayList<>();
    Set<String> households = new TreeSet<>();
    for (Basket basket : tables.baskets()) {
      households.add(basket.householdId());
      events.add(Event.of(purchase(basket)));
    }
    offers.outcomes().forEach(outcome -> events.add(Event.of(outcome)));
    new CompleteJourneyProfiles(tables, seed)
        .profiles(households, FIRST_AT)
        .forEach(profile -> events.add(Event.of(profile)));
    var simulator = new Simulator(seed, FIRST_AT, LAST_AT, TicketTexts.bundled());
    simulator.simulate(tables, households, events::add);
    events.sort(EventOrder.BY_AVAILABILITY);
    return events.stream();
  }

  @Override
  public List<Offer> offers() {
    return offers.offers();
  }

  @Override
  public Instant firstAt() {
    return FIRST_AT;
  }

  @Override
  public Instant lastAt() {
    return LAST_AT;
  }

  @Override
  public Instant suggestedSplit() {
    return SPLIT;
  }

  private static PurchaseEvent purchase(Basket basket) {
    List<PurchaseLine> lines = new ArrayList<>(basket.lines().size());
    long amountMinor = 0;
    for (Line line : basket.lines()) {
      String category = line.category().isEmpty() ? null : line.category();
      lines.add(new PurchaseLine(line.productId(), category, line.quantity(), line.amountMinor()));
      amountMinor += line.amountMinor();
    }
    return PurchaseEvent.newBuilder()
        .setEventId("basket-" + basket.basketId())
        .setCustomerId(CompleteJourneyTables.customerId(basket.householdId()))
        .setOccurredAt(basket.at())
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId(basket.basketId())
        .setCurrency("USD")
        .setAmountMinor(amountMinor)
        .setLines(lines)
        .setCouponIds(List.of())
        .build();
  }
}
