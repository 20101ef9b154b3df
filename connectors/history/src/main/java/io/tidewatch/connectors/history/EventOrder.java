package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import java.util.Comparator;

/**
 * The one order in which histories are kept and replayed: by the time of availability, then topic
 * ordinal, then event id, then customer id. It is total over the events of a data set.
 */
public final class EventOrder {
  /** Compares two events by the order of histories. */
  public static final Comparator<Event> BY_AVAILABILITY =
      Comparator.comparingLong(Event::availableAtMicros)
          .thenComparing(Event::topic)
          .thenComparing(Event::eventId)
          .thenComparing(Event::customerId);

  private EventOrder() {}
}
