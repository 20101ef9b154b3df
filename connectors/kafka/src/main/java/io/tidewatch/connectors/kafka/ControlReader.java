package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds out what a Kafka record of a control topic says. For one thread. */
final class ControlReader {
  private final RecordDecoder decoder;
  private final DeadLetters deadLetters;
  private final InstantSource clock;

  ControlReader(RecordDecoder decoder, DeadLetters deadLetters, InstantSource clock) {
    this.decoder = decoder;
    this.deadLetters = deadLetters;
    this.clock = clock;
  }

  /**
   * Returns what the record says.
   *
   * @throws RegistryUnavailableException if the registry does not say what the schema is
   */
  ControlRecord read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return control(Topic.named(record.topic()), record);
    } catch (Undecodable e) {
      return new ControlRecord.Refused(deadLetters.of(record, e, clock.instant()));
    }
  }

  private ControlRecord control(Topic topic, ConsumerRecord<byte[], byte[]> kafkaRecord)
      throws Undecodable {
    String field = topic == Topic.MODELS ? "slot" : topic.keyField().orElseThrow();
    if (kafkaRecord.key() == null) {
      throw badKey(null, topic, field, "the record has no key; its " + field + " is right");
    }
    String key = new String(kafkaRecord.key(), StandardCharsets.UTF_8);
    if (kafkaRecord.value() == null) {
      return new ControlRecord.Removed(topic, key);
    }
    SpecificRecord record = decoder.decode(topic, kafkaRecord.value());
    if (!key.equals(topic.keyOf(record))) {
      throw badKey(
          WireFormat.schemaId(kafkaRecord.value()),
          topic,
          field,
          "the record's key is not its " + field);
    }
    return new ControlRecord.Changed(topic, key, record);
  }

  private static Undecodable badKey(Integer schemaId, Topic topic, String field, String detail) {
    return new Undecodable(
        DeadLetterReason.BAD_KEY, schemaId, topic.schema().getFullName(), field, detail);
  }
}
