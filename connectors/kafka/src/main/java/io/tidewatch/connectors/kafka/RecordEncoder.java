package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.ToIntBiFunction;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Turns records into Kafka values in the {@link WireFormat}. Registers the schema of a topic when
 * its first record is written. For one thread.
 */
public final class RecordEncoder {
  private static final byte[] HEADER = new byte[WireFormat.HEADER_BYTES];

  private final ToIntBiFunction<String, Schema> registry;
  private final Integer[] schemaIds = new Integer[Topic.values().length];
  private final RecordWriters writers = new RecordWriters();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);
  private BinaryEncoder encoder;

  /** Creates an encoder that registers schemas with a registry. */
  public RecordEncoder(SchemaRegistryClient registry) {
    this(registry::register);
  }

  RecordEncoder(ToIntBiFunction<String, Schema> registry) {
    this.registry = registry;
  }

  /**
   * Returns the framed bytes of a record.
   *
   * @throws SchemaRejectedException if the registry refuses the record's schema
   * @throws RegistryUnavailableException if the registry does not answer
   * @throws IllegalArgumentException if no topic carries such records
   */
  public byte[] encode(SpecificRecord record) {
    Topic topic = Topic.of(record);
    Integer id = schemaIds[topic.ordinal()];
    if (id == null) {
      id = registry.applyAsInt(topic.subject(), topic.schema());
      schemaIds[topic.ordinal()] = id;
    }
    buffer.reset();
    buffer.writeBytes(HEADER);
    encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
    try {
      writers.of(topic).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a record of " + topic.topicName(), e);
    }
    byte[] value = buffer.toByteArray();
    WireFormat.putHeader(value, id);
    return value;
  }

  /** One Avro writer per topic, made when first needed. */
  static final class RecordWriters {
    private final SpecificDatumWriter<?>[] writers =
        new SpecificDatumWriter<?>[Topic.values().length];

    @SuppressWarnings("unchecked") // the writer of a topic was made from the topic's class
    DatumWriter<SpecificRecord> of(Topic topic) {
      SpecificDatumWriter<?> writer = writers[topic.ordinal()];
      if (writer == null) {
        writer = new SpecificDatumWriter<>(topic.recordClass());
        writers[topic.ordinal()] = writer;
      }
      return (DatumWriter<SpecificRecord>) writer;
    }
  }
}
