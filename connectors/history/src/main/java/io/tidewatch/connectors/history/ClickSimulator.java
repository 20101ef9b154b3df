package io.tidewatch.connectors.history;

import io.tidewatch.connectors.history.CompleteJourneyTables.Basket;
import io.tidewatch.connectors.history.CompleteJourneyTables.Line;
import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Draws browsing sessions of 2 to 6 clicks, 5 to 90 seconds apart.
 *
 * <ul>
 *   <li>Before a purchase: with probability 0.35, one session that begins 10 minutes to 6 hours
 *       before it. A click is about an item of the basket with probability 0.6, else about any item
 *       by popularity. A click on an item of the basket is an add-to-cart with probability 0.4.
 *   <li>Without a purchase: a Poisson process whose mean gap is drawn for each customer from 14 to
 *       56 days by the seed alone. It runs through the whole period at the same rate, whatever the
 *       customer buys or when the customer lapses, so that it tells nothing of the future. Items by
 *       popularity; add-to-cart with probability 0.08.
 * </ul>
 *
 * In both, 10 % of the clicks are searches (a category without an item), and 3 % are received 1 to
 * 15 minutes late. Nothing is simulated outside the period.
 */
final class ClickSimulator {
  private static final double BEFORE_PURCHASE = 0.35;
  private static final double IN_BASKET = 0.6;
  private static final double CART_IN_BASKET = 0.4;
  private static final double CART_BROWSING = 0.08;
  private static final double SEARCH = 0.1;
  private static final double LATE = 0.03;

  private final long seed;
  private final Instant firstAt;
  private final Instant lastAt;

  ClickSimulator(long seed, Instant firstAt, Instant lastAt) {
    this.seed = seed;
    this.firstAt = firstAt;
    this.lastAt = lastAt;
  }

  /** Gives the sessions before purchases to {@code out}. */
  void beforePurchases(String customerId, List<Basket> baskets, Shelf shelf, Consumer<Event> out) {
    for (Basket basket : baskets) {
      var random = Seeds.random(seed, "before-purchase", customerId, basket.basketId());
      if (random.nextDouble() < BEFORE_PURCHASE) {
        Instant start = basket.at().minusSeconds(random.nextInt(10 * 60, 6 * 3_600));
        List<Shelf.Item> bought = new ArrayList<>();
        for (Line line : basket.lines()) {
          if (!line.category().isEmpty()) {
            bought.add(new Shelf.Item(line.productId(), line.category()));
          }
        }
        session(
            customerId, "p" + basket.basketId(), start, basket.at(), bought, shelf, random, out);
      }
    }
  }

  /** Gives the sessions without a purchase to {@code out}. */
  void browsing(String customerId, Shelf shelf, Consumer<Event> out) {
    var random = Seeds.random(seed, "browsing", customerId);
    double meanGapSeconds = Duration.ofDays(random.nextInt(14, 57)).toSeconds();
    Instant at = firstAt;
    for (int number = 1; ; number++) {
      at = at.plusSeconds((long) Seeds.exponential(random, meanGapSeconds) + 1);
      if (!at.isBefore(lastAt)) {
        return;
      }
      session(customerId, "b" + number, at, lastAt, List.of(), shelf, random.split(), out);
    }
  }

  private void session(
      String customerId,
      String sessionId,
      Instant start,
      Instant end,
      List<Shelf.Item> bought,
      Shelf shelf,
      SplittableRandom random,
      Consumer<Event> out) {
    int clicks = random.nextInt(2, 7);
    Instant at = start;
    for (int number = 1; number <= clicks; number++) {
      if (!at.isBefore(firstAt) && at.isBefore(end)) {
        out.accept(Event.of(click(customerId, sessionId, number, at, bought, shelf, random)));
      }
      at = at.plusMillis(random.nextInt(5_000, 90_000));
    }
  }

  private ClickEvent click(
      String customerId,
      String sessionId,
      int number,
      Instant at,
      List<Shelf.Item> bought,
      Shelf shelf,
      SplittableRandom random) {
    boolean inBasket = !bought.isEmpty() && random.nextDouble() < IN_BASKET;
    Shelf.Item item = inBasket ? bought.get(random.nextInt(bought.size())) : shelf.any(random);
    boolean search = random.nextDouble() < SEARCH;
    boolean cart = random.nextDouble() < (inBasket ? CART_IN_BASKET : CART_BROWSING);
    return ClickEvent.newBuilder()
        .setEventId("click-" + sessionId + "-" + number)
        .setCustomerId(customerId)
        .setOccurredAt(at)
        .setReceivedAt(Delay.draw(random, LATE, at, lastAt))
        .setKind(search ? ClickKind.SEARCH : cart ? ClickKind.ADD_TO_CART : ClickKind.VIEW)
        .setSessionId(sessionId)
        .setItemId(search ? null : item.itemId())
        .setCategory(item.category())
        .build();
  }
}
