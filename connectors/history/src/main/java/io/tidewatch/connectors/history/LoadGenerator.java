package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Offer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes customers up, with a truth that is known: some stop at a planted time and complain before,
 * all have planted preferences. For tests and load; it needs no data.
 */
public final class LoadGenerator {
  /**
   * What is true of one generated customer.
   *
   * @param customerId the customer
   * @param churnedAt when purchases and clicks stopped; empty if they never did
   * @param preferredCategories categories that the customer buys most of the time
   */
  public record Truth(
      String customerId, Optional<Instant> churnedAt, List<String> preferredCategories) {}

  /** Creates a generator of a history of {@code days} days beginning at {@code start}. */
  public LoadGenerator(int customers, int days, Instant start, long seed) {}

  /** Returns all events in the order of {@link EventOrder}. */
  public Stream<Event> events() {
    throw new UnsupportedOperationException("to come");
  }

  /** Returns offers for the generated categories, valid throughout. */
  public List<Offer> offers() {
    throw new UnsupportedOperationException("to come");
  }

  /** Returns the truth by customer id. */
  public Map<String, Truth> truth() {
    throw new UnsupportedOperationException("to come");
  }
}
