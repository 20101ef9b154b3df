package io.tidewatch.platform.chaos;

import io.tidewatch.connectors.history.LoadGenerator;
import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import java.time.Instant;
import java.util.BitSet;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Which events a run sends, so that they can be sent again: so many of a generated history, some of
 * them each followed by a click of one and the same customer, some of them each sent twice. What
 * comes twice is part of the input: a customer's state counts it, and decisions show the state. One
 * thread writes it.
 */
final class LoadScript {
  private static final int CUSTOMERS = 400;
  private static final int DAYS = 3_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String HOT_CUSTOMER = "load-0000000";

  private final LoadGenerator generator;
  private final BitSet hot = new BitSet();
  private final BitSet twice = new BitSet();
  private long duplicates;
  private long events;

  LoadScript(long seed) {
    this.generator = new LoadGenerator(CUSTOMERS, DAYS, START, seed);
  }

  LoadGenerator generator() {
    return generator;
  }

  /** Returns the history to take events from, in their order. */
  Iterator<Event> history() {
    return generator.events().iterator();
  }

  /**
   * Takes note that the next event of the history was sent.
   *
   * @param followedByHot whether a click of the hot customer came after it
   * @param sentTwice whether it, and that click, came twice
   */
  void sent(boolean followedByHot, boolean sentTwice) {
    int number = Math.toIntExact(events);
    hot.set(number, followedByHot);
    twice.set(number, sentTwice);
    events++;
    if (sentTwice) {
      duplicates += followedByHot ? 2 : 1;
    }
  }

  /** Returns how many different events were sent, those of the hot customer with them. */
  long events() {
    return events + hot.cardinality();
  }

  /** Returns how many events were sent a second time. */
  long duplicates() {
    return duplicates;
  }

  /** Returns the click that follows an event, at the same moment. */
  static Event hotClick(Event event) {
    return Event.of(
        ClickEvent.newBuilder()
            .setEventId("hot-" + event.customerId() + "-" + event.eventId())
            .setCustomerId(HOT_CUSTOMER)
            .setOccurredAt(Micros.toInstant(event.availableAtMicros()))
            .setKind(ClickKind.VIEW)
            .build());
  }

  /** Returns everything that was sent, in order, and twice what came twice. */
  Stream<Event> all() {
    int[] number = {0};
    return generator.events().limit(events).flatMap(event -> sendings(number[0]++, event));
  }

  private Stream<Event> sendings(int number, Event event) {
    Stream<Event> once = hot.get(number) ? Stream.of(event, hotClick(event)) : Stream.of(event);
    return twice.get(number) ? once.flatMap(sent -> Stream.of(sent, sent)) : once;
  }
}
