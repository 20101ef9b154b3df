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
 * them each followed by a click of one and the same customer. One thread writes it.
 */
final class LoadScript {
  private static final int CUSTOMERS = 400;
  private static final int DAYS = 3_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String HOT_CUSTOMER = "load-0000000";

  private final LoadGenerator generator;
  private final BitSet hot = new BitSet();
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

  /** Takes note that the next event of the history was sent. */
  void sent(boolean followedByHot) {
    hot.set(Math.toIntExact(events), followedByHot);
    events++;
  }

  /** Returns how many events were sent, those of the hot customer with them. */
  long events() {
    return events + hot.cardinality();
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

  /** Returns everything that was sent, once and in order. */
  Stream<Event> all() {
    long[] number = {0};
    return generator
        .events()
        .limit(events)
        .flatMap(
            event ->
                hot.get(Math.toIntExact(number[0]++))
                    ? Stream.of(event, hotClick(event))
                    : Stream.of(event));
  }
}
