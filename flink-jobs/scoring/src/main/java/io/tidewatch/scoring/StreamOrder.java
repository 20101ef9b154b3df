package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.util.Comparator;

/** Where events and removed profiles stand in stream time, and which comes first at one moment. */
final class StreamOrder {
  /** By time, then topic, then event id: the same order wherever they came from. */
  static final Comparator<Inbound> COMPARATOR =
      Comparator.comparingLong(StreamOrder::atMicros)
          .thenComparing(StreamOrder::topic)
          .thenComparing(StreamOrder::eventId);

  /** The same for events alone. */
  static final Comparator<Event> OF_EVENTS =
      Comparator.comparingLong(Event::availableAtMicros)
          .thenComparing(Event::topic)
          .thenComparing(Event::eventId);

  private StreamOrder() {}

  /** Returns the stream time, microseconds. */
  static long atMicros(Inbound inbound) {
    if (inbound instanceof Inbound.Accepted accepted) {
      return accepted.event().availableAtMicros();
    }
    return inbound instanceof Inbound.OfVisitor told
        ? told.atMicros()
        : ((Inbound.Removed) inbound).atMicros();
  }

  /** Returns the millisecond that a moment is in, as timers and watermarks count. */
  static long millis(long micros) {
    return Math.floorDiv(micros, 1_000L);
  }

  private static Topic topic(Inbound inbound) {
    if (inbound instanceof Inbound.Removed removed) {
      return removed.topic();
    }
    Event event = event(inbound);
    return event == null ? Topic.IDENTITIES : event.topic();
  }

  private static String eventId(Inbound inbound) {
    Event event = event(inbound);
    return event == null ? "" : event.eventId();
  }

  private static Event event(Inbound inbound) {
    if (inbound instanceof Inbound.Accepted accepted) {
      return accepted.event();
    }
    return inbound instanceof Inbound.Visited visited ? visited.event() : null;
  }
}
