package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.embedded.Connection;
import org.apache.flink.configuration.Configuration;

/** Writes a workload's events to their topics, as any producer of Tidewatch does. */
public final class Preload {
  private Preload() {}

  /**
   * Writes events from..to-1 as fast as the broker takes them.
   *
   * @throws IllegalStateException if the broker does not take one
   */
  public static void run(Connection connection, Workload workload, long from, long to) {
    Configuration config = connection.configuration();
    config.setString(KafkaOptions.PROPERTIES.key() + ".linger.ms", "50");
    config.setString(KafkaOptions.PROPERTIES.key() + ".batch.size", "262144");
    config.setString(KafkaOptions.PROPERTIES.key() + ".acks", "1");
    try (RecordProducer producer = new RecordProducer(config)) {
      for (long number = from; number < to; number++) {
        producer.send(workload.event(number).record());
      }
    }
  }
}
