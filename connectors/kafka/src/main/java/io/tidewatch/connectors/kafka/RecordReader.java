package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.ConsumedRecord.Kind;
import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns what a Kafka consumer gives into {@link ConsumedRecord}s. One thread at a time. */
final class RecordReader {
  private final RecordDecoder decoder;

  RecordReader(ReadableConfig config) {
    this.decoder = new RecordDecoder(SchemaRegistryClient.of(config)::schema);
  }

  ConsumedRecord read(ConsumerRecord<byte[], byte[]> record) {
    Topic topic = Topic.named(record.topic());
    if (Heartbeats.isHeartbeat(record)) {
      return consumed(topic, record, Kind.HEARTBEAT, null, null);
    }
    if (record.value() == null) {
      return consumed(topic, record, Kind.REMOVAL, null, null);
    }
    try {
      return consumed(topic, record, Kind.RECORD, decoder.decode(topic, record.value()), null);
    } catch (Undecodable e) {
      return consumed(topic, record, Kind.UNDECODABLE, null, e.reason() + ": " + e.getMessage());
    }
  }

  private static ConsumedRecord consumed(
      Topic topic,
      ConsumerRecord<byte[], byte[]> record,
      Kind kind,
      SpecificRecord decoded,
      String problem) {
    return new ConsumedRecord(
        kind,
        topic,
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
        decoded,
        record.value(),
        problem);
  }
}
