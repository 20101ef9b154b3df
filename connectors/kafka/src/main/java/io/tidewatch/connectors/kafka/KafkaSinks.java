package io.tidewatch.connectors.kafka;

import java.time.Duration;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;

/** Builds the Flink sink for everything that the jobs write. */
public final class KafkaSinks {
  /** A dead letter holds a whole refused record, which may be as large as brokers allow. */
  static final int MAX_REQUEST_BYTES = 2 << 20;

  /**
   * A full batch wakes the producer's thread and goes in a request: at some ten thousand records a
   * second the client's default of 16 KiB is full long before the linger time is over.
   */
  static final int BATCH_BYTES = 128 << 10;

  private KafkaSinks() {}

  /**
   * Returns a sink that writes each record to the topic of its class, with the topic's key and the
   * record's own time.
   *
   * @param transactions what tells the transactions of this sink from those of the job's other ones
   *     (appended to the configured prefix); empty for one of them
   */
  public static KafkaSink<SpecificRecord> records(ReadableConfig config, String transactions) {
    return records(config, transactions, KafkaOptions.LINGER);
  }

  /**
   * Returns a sink of the same kind for records that are many and in no hurry: each batch that is
   * begun wakes the producer's thread, so fewer and fuller ones are cheaper.
   */
  public static KafkaSink<SpecificRecord> accounts(ReadableConfig config, String transactions) {
    return records(config, transactions, KafkaOptions.ACCOUNT_LINGER);
  }

  private static KafkaSink<SpecificRecord> records(
      ReadableConfig config, String transactions, ConfigOption<Duration> linger) {
    Properties properties = ClientProperties.of(config);
    ClientProperties.setDefault(properties, "linger.ms", config.get(linger).toMillis());
    ClientProperties.setDefault(properties, "batch.size", BATCH_BYTES);
    ClientProperties.setDefault(properties, "max.request.size", MAX_REQUEST_BYTES);
    ClientProperties.setDefault(properties, "acks", "all");
    DeliveryGuarantee delivery = config.get(KafkaOptions.DELIVERY);
    var sink =
        KafkaSink.<SpecificRecord>builder()
            .setKafkaProducerConfig(properties)
            .setBootstrapServers(properties.getProperty("bootstrap.servers"))
            .setDeliveryGuarantee(delivery)
            .setRecordSerializer(
                new RecordSerializationSchema(
                    RegistrySettings.of(config), config.get(KafkaOptions.REHEARSAL_TOPIC)));
    if (delivery == DeliveryGuarantee.EXACTLY_ONCE) {
      sink.setTransactionalIdPrefix(config.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX) + transactions)
          .setProperty(
              "transaction.timeout.ms",
              String.valueOf(config.get(KafkaOptions.TRANSACTION_TIMEOUT).toMillis()));
    }
    return sink.build();
  }
}
