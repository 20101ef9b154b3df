package io.tidewatch.connectors.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic that is none of Tidewatch's, as a member of a consumer group: JSON, or Avro in the
 * {@link WireFormat} with a schema of the registry, which becomes the same JSON. One thread at a
 * time.
 */
public final class ForeignConsumer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final SchemaRegistryClient registry;
  private final Map<TopicPartition, Long> polled = new TreeMap<>(ForeignConsumer::compare);

  /** What bytes hold: a document or a problem, or neither where there are none. */
  private record Decoded(Optional<JsonNode> document, Optional<String> problem) {}

  /**
   * Joins the group.
   *
   * @param config see {@link KafkaOptions}
   */
  public ForeignConsumer(ReadableConfig config, String topic, String group) {
    Properties properties = ClientProperties.of(config);
    properties.setProperty("group.id", group);
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("auto.offset.reset", "earliest");
    this.topic = topic;
    this.registry = SchemaRegistryClient.of(config);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(topic));
  }

  private static int compare(TopicPartition one, TopicPartition two) {
    return Integer.compare(one.partition(), two.partition());
  }

  /**
   * Waits at most so long for records, in the order of each partition.
   *
   * @throws RegistryUnavailableException if the registry does not answer
   */
  public List<ForeignRecord> poll(Duration timeout) {
    List<ForeignRecord> records = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      records.add(read(record));
      polled.put(new TopicPartition(topic, record.partition()), record.offset() + 1);
    }
    return records;
  }

  private ForeignRecord read(ConsumerRecord<byte[], byte[]> record) {
    Decoded value = decode(record.value());
    return new ForeignRecord(
        topic,
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(Math.max(0, record.timestamp())),
        record.key(),
        record.value(),
        decode(record.key()).document(),
        value.document(),
        value.problem());
  }

  private Decoded decode(byte[] bytes) {
    if (bytes == null) {
      return new Decoded(Optional.empty(), Optional.empty());
    }
    try {
      return WireFormat.isFramed(bytes)
          ? avro(bytes)
          : new Decoded(Optional.ofNullable(JSON.readTree(bytes)), Optional.empty());
    } catch (IOException | AvroRuntimeException e) {
      // The message may quote the data, so only its kind is kept.
      return problem("is neither JSON nor what its schema says: " + e.getClass().getSimpleName());
    }
  }

  private Decoded avro(byte[] bytes) throws IOException {
    int id = WireFormat.schemaId(bytes);
    Optional<Schema> schema = registry.schema(id);
    if (schema.isEmpty()) {
      return problem("has schema id " + id + ", which the registry does not know");
    }
    Object read =
        new GenericDatumReader<>(schema.get())
            .read(
                null,
                DecoderFactory.get()
                    .binaryDecoder(
                        bytes,
                        WireFormat.HEADER_BYTES,
                        bytes.length - WireFormat.HEADER_BYTES,
                        null));
    return read instanceof IndexedRecord record
        ? new Decoded(Optional.of(RecordJson.of(record)), Optional.empty())
        : problem("is no Avro record");
  }

  private static Decoded problem(String text) {
    return new Decoded(Optional.empty(), Optional.of("the value " + text));
  }

  /**
   * Commits all that was polled, and waits for the broker.
   *
   * @throws org.apache.kafka.common.KafkaException if others read the partitions now
   */
  public void commit() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(ForeignConsumer::compare);
    polled.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    consumer.commitSync(offsets);
    polled.clear();
  }

  /** Returns how many records are not polled yet, as far as the consumer knows. */
  public long lag() {
    return consumer.assignment().stream()
        .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
        .sum();
  }

  /** Leaves the group. */
  @Override
  public void close() {
    consumer.close();
  }
}
