package io.tidewatch.platform.sink;

import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.databases.Migrations;
import io.tidewatch.connectors.databases.Sink;
import io.tidewatch.connectors.kafka.GroupConsumer;
import io.tidewatch.connectors.kafka.Reachability;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.Topic;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the sink between a Kafka and a database. */
public final class RunningSink {
  private static final Logger LOG = LoggerFactory.getLogger(RunningSink.class);

  private RunningSink() {}

  /**
   * Asks Kafka, the registry and the database once, and brings the tables up to date.
   *
   * @return the version of the tables
   * @throws IllegalStateException or another exception within about ten seconds for each of them,
   *     if one does not answer, refuses the login or lacks something; the message names key, value
   *     and remedy
   */
  public static String prepare(SinkConfig config) {
    Reachability.require(
        config.kafka(),
        Stream.concat(read(config).stream(), Stream.of(Topic.DEAD_LETTERS)).toList());
    return Migrations.apply(config.database(), config.migrate());
  }

  private static List<Topic> read(SinkConfig config) {
    return Stream.concat(config.topics().stream(), Stream.of(Topic.ERASURES)).toList();
  }

  /**
   * Writes until it is stopped. {@link #prepare} went before.
   *
   * @param registry takes the metrics
   * @param stop counted down to stop
   * @throws IllegalStateException if somebody has to change something first
   */
  public static void run(SinkConfig config, CollectorRegistry registry, CountDownLatch stop)
      throws InterruptedException {
    RecordProducer producer = new RecordProducer(config.kafka());
    try {
      new Sink(
              config.database(),
              config.groupId(),
              () -> new GroupConsumer(config.kafka(), read(config), config.groupId()),
              producer,
              registry,
              Clock.systemUTC())
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
}
