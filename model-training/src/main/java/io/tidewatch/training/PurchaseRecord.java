package io.tidewatch.training;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import java.util.Arrays;
import java.util.List;

/**
 * When one customer bought, and for how much: where labels come from. Duplicates count once.
 * Immutable.
 */
final class PurchaseRecord {
  private final long[] atMicros;
  private final long[] amountMinor;

  private PurchaseRecord(long[] atMicros, long[] amountMinor) {
    this.atMicros = atMicros;
    this.amountMinor = amountMinor;
  }

  /** Takes the purchases out of one customer's events, in whatever order they are. */
  static PurchaseRecord of(List<Event> events) {
    var seen = new java.util.HashSet<String>();
    List<Event> purchases =
        events.stream()
            .filter(event -> event.record() instanceof PurchaseEvent p && isPurchase(p))
            .filter(event -> seen.add(event.eventId()))
            .sorted(java.util.Comparator.comparingLong(Event::occurredAtMicros))
            .toList();
    return new PurchaseRecord(
        purchases.stream().mapToLong(Event::occurredAtMicros).toArray(),
        purchases.stream().mapToLong(e -> ((PurchaseEvent) e.record()).getAmountMinor()).toArray());
  }

  private static boolean isPurchase(PurchaseEvent purchase) {
    return purchase.getKind() == PurchaseKind.PURCHASE;
  }

  /** Returns whether a purchase happened by a time. */
  boolean boughtBy(long micros) {
    return atMicros.length > 0 && atMicros[0] <= micros;
  }

  /** Returns whether a purchase happened after a time and not later than so many days after it. */
  boolean boughtWithin(long fromMicros, int days) {
    int next = firstAfter(fromMicros);
    return next < atMicros.length && atMicros[next] <= fromMicros + days * Micros.PER_DAY;
  }

  /** Returns the money of the purchases after a time and not later than so many days after it. */
  long spentWithin(long fromMicros, int days) {
    long sum = 0;
    for (int i = firstAfter(fromMicros);
        i < atMicros.length && atMicros[i] <= fromMicros + days * Micros.PER_DAY;
        i++) {
      sum += amountMinor[i];
    }
    return sum;
  }

  private int firstAfter(long micros) {
    int found = Arrays.binarySearch(atMicros, micros + 1);
    if (found < 0) {
      return -found - 1;
    }
    while (found > 0 && atMicros[found - 1] == micros + 1) {
      found--;
    }
    return found;
  }
}
