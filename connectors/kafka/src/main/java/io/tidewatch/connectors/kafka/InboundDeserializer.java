package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.personal.MasterKeys;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Puts {@link InboundReader} into the event source. */
final class InboundDeserializer implements KafkaRecordDeserializationSchema<Inbound> {
  private static final long serialVersionUID = 1L;

  private final RegistrySettings registry;
  private final int maxDeadLetterBytes;
  private final Configuration config;
  private transient InboundReader reader;

  /**
   * Creates one.
   *
   * @param config what leads to the keys of encrypted texts
   */
  InboundDeserializer(RegistrySettings registry, int maxDeadLetterBytes, Configuration config) {
    this.registry = registry;
    this.maxDeadLetterBytes = maxDeadLetterBytes;
    this.config = config;
  }

  @Override
  public void open(InitializationContext context) {
    reader =
        new InboundReader(
            new RecordDecoder(new SchemaRegistryClient(registry)::schema),
            new DeadLetters(maxDeadLetterBytes),
            InstantSource.system(),
            new SealedTickets(keys(context)));
  }

  private Optional<Supplier<CustomerKeys>> keys(InitializationContext context) {
    if (MasterKeys.of(config).isEmpty()) {
      return Optional.empty();
    }
    // A deserializer is never closed; what belongs to its job is.
    SharedKeys keys = SharedKeys.of(config);
    context
        .getUserCodeClassLoader()
        .registerReleaseHookIfAbsent("keys of customers " + UUID.randomUUID(), keys::close);
    return Optional.of(keys::get);
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
