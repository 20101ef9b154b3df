package io.tidewatch.connectors.delivery;

import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.kafka.GroupConsumer;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the alerts of the topic churn-alerts to targets. Several processes of one consumer group
 * share the partitions. {@link #run} is for one thread.
 *
 * <p>An alert's offset is committed when the journal has its last step at every target, so that
 * after any end it is read again unless all is done; then the journal says what was.
 */
public final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** Records under way above which no more are read: about 20 MB of alerts. */
  private static final int MOST_OPEN = 10_000;

  private final DeliveryTopics topics;
  private final RecordProducer producer;
  private final Clock clock;
  private final Map<TargetSettings, Channel> targets = new LinkedHashMap<>();
  private final DeliveryMetrics metrics;
  private Optional<Session> session = Optional.empty();
  private Map<Integer, Long> committed = Map.of();

  /**
   * Prepares delivery.
   *
   * @param targets at least one; no two of one name
   * @param topics opens what is read
   * @param producer writes journal and dead letters; closed by the caller, afterwards
   * @param registry takes the metrics
   * @param clock says what time it is
   */
  public Delivery(
      List<TargetSettings> targets,
      DeliveryTopics topics,
      RecordProducer producer,
      CollectorRegistry registry,
      Clock clock) {
    Set<String> names = new HashSet<>();
    for (TargetSettings target : targets) {
      if (!names.add(target.name())) {
        throw new IllegalArgumentException("two targets have the name '" + target.name() + "'");
      }
      this.targets.put(target, channel(target, clock));
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("there is no target; alerts would go nowhere");
    }
    this.topics = topics;
    this.producer = producer;
    this.metrics = new DeliveryMetrics(registry);
    this.clock = clock;
  }

  private static Channel channel(TargetSettings target, Clock clock) {
    return target.endpoint() instanceof HttpTarget http
        ? new HttpChannel(http, clock)
        : new MailChannel((MailTarget) target.endpoint(), clock);
  }

  /**
   * Delivers until it is stopped, and then waits for attempts that are under way.
   *
   * @param stop counted down to stop
   * @throws RuntimeException if Kafka refuses what is needed, or the registry does not answer; a
   *     further run goes on where this one ended
   */
  public void run(CountDownLatch stop) throws InterruptedException {
    try (GroupConsumer consumer = topics.alerts()) {
      consumer.subscribe(new Assignments(consumer));
      try {
        while (stop.getCount() > 0) {
          step(consumer);
        }
      } finally {
        end(consumer, false);
      }
    }
  }

  private void step(GroupConsumer consumer) throws InterruptedException {
    var records = consumer.poll(POLL);
    if (session.isPresent()) {
      session.get().accept(records);
      session.get().check();
      commit(consumer);
      consumer.pause(session.get().open() > MOST_OPEN);
    }
  }

  private void commit(GroupConsumer consumer) {
    Map<Integer, Long> offsets = session.orElseThrow().committable();
    if (offsets.equals(committed)) {
      return;
    }
    try {
      consumer.commit(
          offsets.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      offset -> new TopicPartition(Topic.CHURN_ALERTS.topicName(), offset.getKey()),
                      Map.Entry::getValue)));
      committed = offsets;
    } catch (KafkaException e) {
      // The journal knows as much; offsets only save reading.
      LOG.info("offsets were not committed: {}", e.getMessage());
    }
  }

  private void end(GroupConsumer consumer, boolean lost) {
    if (session.isPresent()) {
      session.get().close();
      if (!lost) {
        commit(consumer);
      }
      session = Optional.empty();
    }
  }

  /** Ends a session and begins the next when partitions change hands. */
  private final class Assignments implements GroupConsumer.Listener {
    private final GroupConsumer consumer;

    Assignments(GroupConsumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
      Journal journal;
      try (RecordConsumer reader = topics.journal()) {
        journal = Journal.read(reader);
      }
      LOG.info(
          "delivering alerts of partitions {} to {} targets; {} deliveries are settled",
          partitions,
          targets.size(),
          journal.settled());
      committed = Map.of();
      session = Optional.of(Session.start(targets, journal, producer, metrics, clock));
    }

    @Override
    public void revoked(boolean lost) {
      end(consumer, lost);
    }
  }
}
