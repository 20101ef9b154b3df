package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes Kafka records for the sink: topic, key and time come from the catalogue. */
final class RecordSerializationSchema implements KafkaRecordSerializationSchema<SpecificRecord> {
  private static final long serialVersionUID = 1L;

  private final RegistrySettings registry;
  private final String onlyTopic;
  private transient RecordEncoder encoder;

  /**
   * Creates it.
   *
   * @param onlyTopic where all records go instead of the topics of their classes; empty for those
   */
  RecordSerializationSchema(RegistrySettings registry, String onlyTopic) {
    this.registry = registry;
    this.onlyTopic = onlyTopic;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sinkContext) {
    encoder = new RecordEncoder(new SchemaRegistryClient(registry));
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      SpecificRecord record, KafkaSinkContext context, Long timestamp) {
    return onlyTopic.isEmpty()
        ? producerRecord(record, encoder)
        : producerRecord(onlyTopic, record, encoder);
  }

  static ProducerRecord<byte[], byte[]> producerRecord(
      SpecificRecord record, RecordEncoder encoder) {
    return producerRecord(Topic.of(record).topicName(), record, encoder);
  }

  private static ProducerRecord<byte[], byte[]> producerRecord(
      String topicName, SpecificRecord record, RecordEncoder encoder) {
    Topic topic = Topic.of(record);
    return new ProducerRecord<>(
        topicName,
        null,
        // Kafka knows no time before 1970; the record's own time is refused where it is read.
        Math.max(0, Math.floorDiv(topic.timeMicrosOf(record), 1_000L)),
        key(topic, record),
        encoder.encode(record));
  }

  /** The key text of the catalogue; of a dead letter the key bytes as they came, or none. */
  private static byte[] key(Topic topic, SpecificRecord record) {
    if (record instanceof DeadLetter letter) {
      return letter.getKey() == null ? null : bytes(letter.getKey());
    }
    return topic.keyOf(record).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
