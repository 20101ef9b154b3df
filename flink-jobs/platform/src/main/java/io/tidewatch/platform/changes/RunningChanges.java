package io.tidewatch.platform.changes;

import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.changes.Changes;
import io.tidewatch.connectors.kafka.ForeignConsumer;
import io.tidewatch.connectors.kafka.Reachability;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.Role;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** Runs change data capture beside a Kafka. */
public final class RunningChanges {
  private RunningChanges() {}

  /**
   * Follows until it is stopped.
   *
   * @param registry takes the metrics
   * @param stop counted down to stop
   * @throws IllegalStateException if Kafka cannot be reached within ten seconds, lacks a topic, or
   *     does not take what came of a change
   */
  public static void run(ChangesConfig config, CollectorRegistry registry, CountDownLatch stop)
      throws InterruptedException {
    Reachability.require(config.kafka(), Role.CDC);
    Reachability.requireForeign(config.kafka(), config.topic(), ChangesOptions.TOPIC.key());
    try (RecordProducer producer = new RecordProducer(config.kafka())) {
      new Changes(
              config.mapping(),
              () -> new ForeignConsumer(config.kafka(), config.topic(), config.groupId()),
              producer,
              registry,
              Clock.systemUTC())
          .run(stop);
    }
  }
}
