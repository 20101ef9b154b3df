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
    Topic topic = Topic.of(record);
    if (!topic.isEvent()) {
      throw new IllegalArgumentException(
          record.getSchema().getFullName() + " is not a record of an event topic");
    }
    // All event records begin with eventId, customerId, occurredAt; EventTest holds them to it.
    return new Event(
        topic,
        (String) record.get(1),
        (String) record.get(0),
        Micros.of((Instant) record.get(2)),
        topic.timeMicrosOf(record),
        record);
  }
}
