package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.schemas.Topic;
import java.util.Comparator;

/** Where events and removed profiles stand in stream time, and which comes first at one moment. */
final class StreamOrder {
  /** By time, then topic, then event id: the same order wherever they came from. */
  static final Comparator<Inbound> COMPARATOR =
      Comparator.comparingLong(StreamOrder::atMicros)
          .thenComparing(StreamOrder::topic)
          .thenComparing(StreamOrder::eventId);

  private StreamOrder() {}

  /** Returns the stream time, microseconds. */
  static long atMicros(Inbound inbound) {
    return inbound instanceof Inbound.Accepted accepted
        ? accepted.event().availableAtMicros()
        : ((Inbound.Removed) inbound).atMicros();
  }

  /** Returns the millisecond that a moment is in, as timers and watermarks count. */
  static long millis(long micros) {
    return Math.floorDiv(micros, 1_000L);
  }

  private static Topic topic(Inbound inbound) {
    return inbound instanceof Inbound.Accepted accepted
        ? accepted.event().topic()
        : ((Inbound.Removed) inbound).topic();
  }

  private static String eventId(Inbound inbound) {
    return inbound instanceof Inbound.Accepted accepted ? accepted.event().eventId() : "";
  }
}
