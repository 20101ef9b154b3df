package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds out what a Kafka record of an event topic is: decodes, validates, compares the key. Never
 * fails because of what is in a record. For one thread.
 */
final class InboundReader {
  private final RecordDecoder decoder;
  private final DeadLetters deadLetters;
  private final InstantSource clock;
  private final SealedTickets sealed;

  InboundReader(
      RecordDecoder decoder, DeadLetters deadLetters, InstantSource clock, SealedTickets sealed) {
    this.decoder = decoder;
    this.sealed = sealed;
    this.deadLetters = deadLetters;
    this.clock = clock;
  }

  /**
   * Returns what the record is.
   *
   * @throws RegistryUnavailableException if the registry does not say what the schema is
   */
  Inbound read(ConsumerRecord<byte[], byte[]> record) {
    Topic topic = Topic.named(record.topic());
    try {
      if (record.value() == null) {
        return withoutValue(topic, record);
      }
      return new Inbound.Accepted(event(topic, record));
    } catch (Undecodable e) {
      return new Inbound.Refused(deadLetters.of(record, e, clock.instant()));
    }
  }

  private static Inbound withoutValue(Topic topic, ConsumerRecord<byte[], byte[]> record)
      throws Undecodable {
    if (Heartbeats.isHeartbeat(record)) {
      return new Inbound.Heartbeat(topic, Heartbeats.atMicros(record));
    }
    if (topic.cleanup() != Topic.Cleanup.DELETE && record.key() != null) {
      return new Inbound.Removed(
          topic, new String(record.key(), StandardCharsets.UTF_8), record.timestamp() * 1_000);
    }
    throw new Undecodable(
        DeadLetterReason.NOT_FRAMED,
        null,
        null,
        null,
        "the record has no value, which has no meaning on " + topic.topicName());
  }

  private Event event(Topic topic, ConsumerRecord<byte[], byte[]> kafkaRecord) throws Undecodable {
    byte[] value = kafkaRecord.value();
    SpecificRecord record = decoder.decode(topic, value);
    requireValid(topic, record, value);
    if (!isKey(topic.keyOf(record), kafkaRecord.key())) {
      throw refusal(
          topic,
          value,
          DeadLetterReason.BAD_KEY,
          "customerId",
          kafkaRecord.key() == null
              ? "the record has no key; the customer id is right"
              : "the record's key is not its customer id");
    }
    return Event.of(SealedTickets.concern(record) ? opened((TicketEvent) record, value) : record);
  }

  private void requireValid(Topic topic, SpecificRecord record, byte[] value) throws Undecodable {
    Optional<Violation> violation = Validation.check(record, clock.instant());
    if (violation.isPresent()) {
      throw refusal(topic, value, violation.get());
    }
  }

  private TicketEvent opened(TicketEvent ticket, byte[] value) throws Undecodable {
    SealedTickets.Result result = sealed.open(ticket);
    if (result.violation() != null) {
      throw refusal(Topic.TICKETS, value, result.violation());
    }
    requireValid(Topic.TICKETS, result.ticket(), value);
    return result.ticket();
  }

  private static Undecodable refusal(Topic topic, byte[] value, Violation broken) {
    return refusal(topic, value, broken.reason(), broken.field(), broken.detail());
  }

  private static Undecodable refusal(
      Topic topic, byte[] value, DeadLetterReason reason, String field, String detail) {
    return new Undecodable(
        reason, WireFormat.schemaId(value), topic.schema().getFullName(), field, detail);
  }

  /** Compares without making a string or an array where the id is plain ASCII, as ids are. */
  private static boolean isKey(String customerId, byte[] key) {
    if (key == null) {
      return false;
    }
    for (int i = 0; i < customerId.length(); i++) {
      char c = customerId.charAt(i);
      if (c >= 0x80) {
        return Arrays.equals(customerId.getBytes(StandardCharsets.UTF_8), key);
      }
      if (i >= key.length || key[i] != c) {
        return false;
      }
    }
    return key.length == customerId.length();
  }
}
