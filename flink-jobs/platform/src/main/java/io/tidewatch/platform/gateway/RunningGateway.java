package io.tidewatch.platform.gateway;

import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.gateway.Gateway;
import io.tidewatch.connectors.gateway.query.RecordSource;
import io.tidewatch.connectors.kafka.GroupLag;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway with the producer that it writes by. Thread-safe. */
public final class RunningGateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningGateway.class);

  private final RecordProducer producer;
  private final GroupLag lag;
  private final Gateway gateway;

  private RunningGateway(RecordProducer producer, GroupLag lag, Gateway gateway) {
    this.producer = producer;
    this.lag = lag;
    this.gateway = gateway;
  }

  /**
   * Starts it.
   *
   * @param registry takes the metrics
   * @throws IllegalStateException if the port is taken
   */
  public static RunningGateway start(GatewayConfig config, CollectorRegistry registry) {
    RecordProducer producer = new RecordProducer(config.kafka());
    GroupLag lag = new GroupLag(config.kafka());
    registry.register(new LagCollector(lag));
    try {
      RecordSource source =
          (topics, offsets) -> RecordConsumer.fromOffsets(config.kafka(), topics, offsets);
      return new RunningGateway(
          producer, lag, Gateway.start(config.gateway(), producer, source, registry));
    } catch (RuntimeException e) {
      lag.close();
      producer.close();
      throw e;
    }
  }

  /** Returns the address for clients on this machine. */
  public String url() {
    return gateway.url();
  }

  /** Returns the address of the console; empty where no token could open it. */
  public Optional<String> consoleUrl() {
    return gateway.consoleUrl();
  }

  /** Stops taking events, and waits for those that are on their way. */
  @Override
  public void close() {
    gateway.close();
    lag.close();
    try {
      producer.close();
    } catch (IllegalStateException e) {
      // Trackers were told of each event that did not get through, when it did not.
      LOG.debug("events did not reach Kafka", e);
    }
  }
}
