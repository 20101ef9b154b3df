package io.tidewatch.connectors.history;

import io.tidewatch.connectors.history.CompleteJourneyTables.Basket;
import io.tidewatch.schemas.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Adds what the retailer's data lack: a web shop's clicks and a help desk's tickets. Every customer
 * and every purchase draws from a random stream of its own ({@link Seeds}), so that the events of
 * one customer do not depend on which others there are.
 *
 * <p>{@link ClickSimulator} says how clicks are drawn, {@link TicketSimulator} how tickets are.
 */
final class Simulator {
  private final ClickSimulator clicks;
  private final TicketSimulator tickets;

  Simulator(long seed, Instant firstAt, Instant lastAt, List<String> ticketTexts) {
    this.clicks = new ClickSimulator(seed, firstAt, lastAt);
    this.tickets = new TicketSimulator(seed, firstAt, lastAt, ticketTexts);
  }

  /** Gives the clicks and tickets of the households to {@code out}, in no particular order. */
  void simulate(CompleteJourneyTables tables, Set<String> householdIds, Consumer<Event> out) {
    var shelf = new Shelf(tables);
    Map<String, List<Basket>> baskets = new HashMap<>();
    for (Basket basket : tables.baskets()) {
      baskets.computeIfAbsent(basket.householdId(), id -> new ArrayList<>()).add(basket);
    }
    for (String householdId : householdIds) {
      String customerId = CompleteJourneyTables.customerId(householdId);
      clicks.beforePurchases(customerId, baskets.getOrDefault(householdId, List.of()), shelf, out);
      clicks.browsing(customerId, shelf, out);
      tickets.simulate(customerId, out);
    }
  }
}
