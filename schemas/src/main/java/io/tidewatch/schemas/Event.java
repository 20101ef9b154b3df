package io.tidewatch.schemas;

import java.time.Instant;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/**
 * One event of one customer: a record of an event topic with what routing, ordering and
 * deduplication need, taken out once. Immutable as long as nobody changes the record.
 *
 * @param topic the event topic that the record belongs to
 * @param customerId the customer, never empty
 * @param eventId unique among the customer's events
 * @param occurredAtMicros event time, microseconds since 1970 UTC
 * @param availableAtMicros when the business knew of it: the later of {@code occurredAt} and {@code
 *     receivedAt}, microseconds since 1970 UTC. Streams and training sets are ordered by it, so
 *     that nothing is used before it could have been known
 * @param record the Avro record
 */
public record Event(
    Topic topic,
    String customerId,
    String eventId,
    long occurredAtMicros,
    long availableAtMicros,
    SpecificRecord record) {

  /**
   * Wraps a record of an event topic.
   *
   * @throws IllegalArgumentException if the record belongs to no event topic
   */
  public static Event of(SpecificRecord record) {
    Objects.requireNonNull(record, "record");
    if (record instanceof ClickEvent e) {
      return event(
          Topic.CLICKSTREAM,
          e.getCustomerId(),
          e.getEventId(),
          e.getOccurredAt(),
          e.getReceivedAt(),
          e);
    }
    if (record instanceof PurchaseEvent e) {
      return event(
          Topic.PURCHASES,
          e.getCustomerId(),
          e.getEventId(),
          e.getOccurredAt(),
          e.getReceivedAt(),
          e);
    }
    if (record instanceof TicketEvent e) {
      return event(
          Topic.TICKETS,
          e.getCustomerId(),
          e.getEventId(),
          e.getOccurredAt(),
          e.getReceivedAt(),
          e);
    }
    if (record instanceof CustomerProfile e) {
      return event(
          Topic.CUSTOMERS,
          e.getCustomerId(),
          e.getEventId(),
          e.getOccurredAt(),
          e.getReceivedAt(),
          e);
    }
    if (record instanceof OfferOutcome e) {
      return event(
          Topic.OUTCOMES,
          e.getCustomerId(),
          e.getEventId(),
          e.getOccurredAt(),
          e.getReceivedAt(),
          e);
    }
    if (record instanceof ErasureRequest e) {
      return event(
          Topic.ERASURES,
          e.getCustomerId(),
          e.getEventId(),
          e.getOccurredAt(),
          e.getReceivedAt(),
          e);
    }
    throw new IllegalArgumentException(
        record.getSchema().getFullName() + " is not a record of an event topic");
  }

  private static Event event(
      Topic topic,
      String customerId,
      String eventId,
      Instant occurredAt,
      Instant receivedAt,
      SpecificRecord record) {
    long occurred = Micros.of(occurredAt);
    long available = receivedAt == null ? occurred : Math.max(occurred, Micros.of(receivedAt));
    return new Event(topic, customerId, eventId, occurred, available, record);
  }
}
