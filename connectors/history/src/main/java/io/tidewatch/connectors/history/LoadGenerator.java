package io.tidewatch.connectors.history;

import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes customers up, with a truth that is known: some stop at a planted time and complain before,
 * all have planted preferences. For tests and load; it needs no data. {@link GeneratedCustomer}
 * says how a customer behaves.
 *
 * <p>Events are made day by day, so that the memory in use is that of one day of all customers. A
 * customer's events depend on the seed and the customer only, not on how many others there are. The
 * same arguments give the same events on every machine. Immutable, may be shared between threads.
 */
public final class LoadGenerator implements DataSet {
  /**
   * What is true of one generated customer.
   *
   * @param customerId the customer
   * @param churnedAt when purchases and clicks stopped; empty if they did not stop in the period
   * @param preferredCategories categories of four fifths of what the customer buys and looks at
   */
  public record Truth(
      String customerId, Optional<Instant> churnedAt, List<String> preferredCategories) {}

  private final int days;
  private final Instant start;
  private final List<GeneratedCustomer> customers;

  /**
   * Creates a generator.
   *
   * @param customers how many customers, at least 1
   * @param days length of the period, at least 1
   * @param start first moment of the period
   * @param seed draws everything
   * @throws IllegalArgumentException if a number is less than 1
   */
  public LoadGenerator(int customers, int days, Instant start, long seed) {
    if (customers < 1 || days < 1) {
      throw new IllegalArgumentException(
          "customers=" + customers + " and days=" + days + " must be at least 1");
    }
    this.days = days;
    this.start = start;
    this.customers =
        IntStream.range(0, customers)
            .mapToObj(number -> new GeneratedCustomer(number, days, start, seed))
            .toList();
  }

  /** Returns the truth by customer id. */
  public Map<String, Truth> truth() {
    return customers.stream()
        .map(GeneratedCustomer::truth)
        .collect(Collectors.toUnmodifiableMap(Truth::customerId, Function.identity()));
  }

  @Override
  public String name() {
    return "load";
  }

  @Override
  public String title() {
    return "Generated load";
  }

  @Override
  public String licence() {
    return "none needed: made up";
  }

  @Override
  public String attribution() {
    return "made up by Tidewatch";
  }

  @Override
  public Set<Topic> observedTopics() {
    return Set.of();
  }

  @Override
  public Set<Topic> simulatedTopics() {
    return EnumSet.of(
        Topic.CLICKSTREAM, Topic.PURCHASES, Topic.TICKETS, Topic.CUSTOMERS, Topic.OFFERS);
  }

  @Override
  public Stream<Event> events() {
    return IntStream.range(0, days).boxed().flatMap(this::eventsOf);
  }

  /** Returns one offer for each category, for everybody, valid throughout. */
  @Override
  public List<Offer> offers() {
    return GeneratedCustomer.CATEGORIES.stream().sorted().map(this::offer).toList();
  }

  @Override
  public Instant firstAt() {
    return start;
  }

  @Override
  public Instant lastAt() {
    return start.plus(Duration.ofDays(days));
  }

  @Override
  public Instant suggestedSplit() {
    return start.plus(Duration.ofDays(days * 3L / 4));
  }

  private Stream<Event> eventsOf(int day) {
    List<Event> events = new ArrayList<>();
    for (GeneratedCustomer customer : customers) {
      customer.events(day, events::add);
    }
    events.sort(EventOrder.BY_AVAILABILITY);
    return events.stream();
  }

  private Offer offer(String category) {
    return Offer.newBuilder()
        .setOfferId("load-" + category)
        .setUpdatedAt(start)
        .setCampaignId("load")
        .setName("Generated offer: " + category)
        .setCategories(List.of(category))
        .setValueMinor(200)
        .setCurrency("USD")
        .setValidFrom(start)
        .setValidUntil(lastAt())
        .setPurpose(ConsentPurpose.MARKETING)
        .setChannel("email")
        .setLocales(List.of())
        .setSegments(List.of())
        .build();
  }
}
