package io.tidewatch.platform.delivery;

import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.delivery.Delivery;
import io.tidewatch.connectors.delivery.DeliveryTopics;
import io.tidewatch.connectors.kafka.GroupConsumer;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.Reachability;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.Role;
import io.tidewatch.schemas.Topic;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs alert delivery beside a Kafka. */
public final class RunningDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(RunningDelivery.class);

  /** Attempts wait for the journal; Kafka's own defaults wait for minutes before they fail. */
  private static final Map<String, String> PRODUCER =
      Map.of(
          "linger.ms", "1",
          "max.block.ms", "5000",
          "request.timeout.ms", "5000",
          "delivery.timeout.ms", "15000");

  private RunningDelivery() {}

  /**
   * Delivers until it is stopped, and then waits for attempts that are under way.
   *
   * @param registry takes the metrics
   * @param stop counted down to stop
   * @throws IllegalStateException if Kafka cannot be reached within ten seconds, refuses the login
   *     or lacks a topic, or deliveries cannot go on
   */
  public static void run(DeliveryConfig config, CollectorRegistry registry, CountDownLatch stop)
      throws InterruptedException {
    Reachability.require(config.kafka(), Role.DELIVERY);
    RecordProducer producer = new RecordProducer(forProducer(config.kafka()));
    try {
      new Delivery(config.targets(), new FromKafka(config), producer, registry, Clock.systemUTC())
          .run(stop);
    } finally {
      close(producer);
    }
  }

  private static void close(RecordProducer producer) {
    try {
      producer.close();
    } catch (IllegalStateException e) {
      // Each write was waited for, and tried again when it failed.
      LOG.debug("a write had failed before", e);
    }
  }

  private static ReadableConfig forProducer(ReadableConfig kafka) {
    Configuration producer = Configuration.fromMap(kafka.toMap());
    PRODUCER.forEach(
        (key, value) -> {
          String full = KafkaOptions.PROPERTIES.key() + "." + key;
          if (!producer.containsKey(full)) {
            producer.setString(full, value);
          }
        });
    return producer;
  }

  /** What delivery reads, from Kafka. */
  private record FromKafka(DeliveryConfig config) implements DeliveryTopics {
    @Override
    public GroupConsumer alerts() {
      return new GroupConsumer(config.kafka(), List.of(Topic.CHURN_ALERTS), config.groupId());
    }

    @Override
    public RecordConsumer journal() {
      return RecordConsumer.fromBeginning(config.kafka(), List.of(Topic.ALERT_DELIVERIES));
    }
  }
}
