package io.tidewatch.connectors.kafka;

import java.time.InstantSource;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Puts {@link InboundReader} into the event source. */
final class InboundDeserializer implements KafkaRecordDeserializationSchema<Inbound> {
  private static final long serialVersionUID = 1L;

  private final RegistrySettings registry;
  private final int maxDeadLetterBytes;
  private transient InboundReader reader;

  InboundDeserializer(RegistrySettings registry, int maxDeadLetterBytes) {
    this.registry = registry;
    this.maxDeadLetterBytes = maxDeadLetterBytes;
  }

  @Override
  public void open(InitializationContext context) {
    reader =
        new InboundReader(
            new RecordDecoder(new SchemaRegistryClient(registry)::schema),
            new DeadLetters(maxDeadLetterBytes),
            InstantSource.system());
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Inbound> out) {
    out.collect(reader.read(record));
  }

  @Override
  public TypeInformation<Inbound> getProducedType() {
    return RecordTypes.inbound();
  }
}
