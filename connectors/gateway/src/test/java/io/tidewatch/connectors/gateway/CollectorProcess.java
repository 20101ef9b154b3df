package io.tidewatch.connectors.gateway;

import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/** A gateway in a process of its own, which a test can kill. */
final class CollectorProcess {
  private CollectorProcess() {}

  /** Starts it; prints its address. Arguments: bootstrap servers, registry. */
  public static void main(String[] args) throws InterruptedException {
    Configuration config = new Configuration();
    config.set(KafkaOptions.BOOTSTRAP_SERVERS, args[0]);
    config.set(KafkaOptions.SCHEMA_REGISTRY_URL, args[1]);
    Gateway gateway =
        Gateway.start(
            new GatewaySettings("127.0.0.1", 0, LocalGateway.settings(), Optional.empty()),
            new RecordProducer(LocalGateway.producerConfig(config)),
            (topics, offsets) -> RecordConsumer.fromOffsets(config, topics, offsets),
            new CollectorRegistry());
    System.out.println(gateway.url());
    Thread.currentThread().join();
  }
}
