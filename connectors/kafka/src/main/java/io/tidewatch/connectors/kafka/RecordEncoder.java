package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.ToIntBiFunction;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Turns records into Kafka values in the {@link WireFormat}. Registers the schema of a topic when
 * its first record is written. For one thread.
 */
public final class RecordEncoder {
  private static final int CAPACITY = 8 << 10;

  private final ToIntBiFunction<String, Schema> registry;
  private final Integer[] schemaIds = new Integer[Topic.values().length];
  private final RecordWriters writers = new RecordWriters();
  private final ArrayEncoder encoder = new ArrayEncoder(CAPACITY);

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
    encoder.begin(WireFormat.HEADER_BYTES);
    try {
      writers.of(topic).write(record, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a record of " + topic.topicName(), e);
    }
    byte[] value = encoder.toBytes();
    WireFormat.putHeader(value, id);
    return value;
  }

  /**
   * One Avro writer per topic, made when first needed. Records without times, also within others,
   * write themselves by the code that Avro generated with them.
   */
  static final class RecordWriters {
    private final SpecificDatumWriter<?>[] writers =
        new SpecificDatumWriter<?>[Topic.values().length];

    @SuppressWarnings("unchecked") // the writer of a topic was made from the topic's class
    DatumWriter<SpecificRecord> of(Topic topic) {
      SpecificDatumWriter<?> writer = writers[topic.ordinal()];
      if (writer == null) {
        writer = new SpecificDatumWriter<>(topic.schema(), model(topic));
        writers[topic.ordinal()] = writer;
      }
      return (DatumWriter<SpecificRecord>) writer;
    }

    private static SpecificData model(Topic topic) {
      SpecificData model = new SpecificData();
      SpecificData.getForClass(topic.recordClass())
          .getConversions()
          .forEach(model::addLogicalTypeConversion);
      model.setCustomCoders(true);
      return model;
    }
  }
}
