package io.tidewatch.training;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small made-up histories for tests. */
final class PurchaseHistories {
  static final long START = Micros.of(Instant.parse("2024-01-01T00:00:00Z"));
  private static final List<String> CATEGORIES = List.of("MILK", "BREAD", "BEER", "SOAP", "TEA");

  private PurchaseHistories() {}

  static Event purchase(String customer, String id, long occurred, long received, long amount) {
    return purchase(customer, id, occurred, received, amount, List.of());
  }

  static Event purchase(
      String customer,
      String id,
      long occurred,
      long received,
      long amount,
      List<String> categories) {
    List<PurchaseLine> lines = new ArrayList<>();
    for (String category : categories) {
      lines.add(
          PurchaseLine.newBuilder()
              .setItemId("item-" + category)
              .setCategory(category)
              .setAmountMinor(amount)
              .build());
    }
    return Event.of(
        PurchaseEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(Micros.toInstant(occurred))
            .setReceivedAt(Micros.toInstant(received))
            .setKind(PurchaseKind.PURCHASE)
            .setOrderId("order-" + id)
            .setCurrency("EUR")
            .setAmountMinor(amount)
            .setLines(lines)
            .build());
  }

  static Event click(String customer, String id, long occurred, long received) {
    return Event.of(
        ClickEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(Micros.toInstant(occurred))
            .setReceivedAt(Micros.toInstant(received))
            .setKind(ClickKind.VIEW)
            .build());
  }

  /**
   * Customers who buy at their own pace, some of whom stop, each with a taste for one category.
   *
   * @param days length of the history
   */
  static List<Event> customers(int count, int days, long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      String customer = "c" + c;
      double gapDays = 3 + random.nextInt(25);
      double stop = random.nextInt(3) == 0 ? days * random.nextDouble() : days;
      double day = random.nextDouble() * gapDays;
      for (int i = 0; day < stop; i++) {
        long at = START + (long) (day * Micros.PER_DAY);
        events.add(click(customer, "k" + c + "-" + i, at - 600_000_000L, at - 600_000_000L));
        List<String> basket = new ArrayList<>();
        for (int line = 0; line <= random.nextInt(2); line++) {
          int category =
              random.nextInt(3) > 0 ? c % CATEGORIES.size() : random.nextInt(CATEGORIES.size());
          basket.add(CATEGORIES.get(category));
        }
        events.add(
            purchase(customer, "p" + c + "-" + i, at, at, 500 + random.nextInt(3000), basket));
        day += gapDays * (0.3 + 1.4 * random.nextDouble());
      }
    }
    // Somebody buys on the last day, so that the history is as long as it says.
    long end = START + days * Micros.PER_DAY;
    events.add(purchase("last", "last", end, end, 100, List.of("MILK")));
    return events;
  }
}
