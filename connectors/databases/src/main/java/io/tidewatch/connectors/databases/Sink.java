package io.tidewatch.connectors.databases;

import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.GroupConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.RegistryUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows topics and writes their records to tables. Rows and the places up to which topics are
 * read change in the same transactions, so that after any end each record is in its table, once.
 * Several processes of one consumer group share the partitions. {@link #run} is for one thread.
 *
 * <p>While the database is away nothing is read; the process stays in its group and tries again.
 */
public final class Sink {
  private static final Logger LOG = LoggerFactory.getLogger(Sink.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final DatabaseSettings database;
  private final Supplier<GroupConsumer> topics;
  private final RecordProducer producer;
  private final Places places;
  private final SinkMetrics metrics;
  private final Clock clock;

  private Optional<Connection> connection = Optional.empty();
  private Collection<TopicPartition> assigned = List.of();

  /** Whether the consumer stands where the places say. */
  private boolean placed;

  private List<ConsumedRecord> batch = List.of();
  private Duration pause = Duration.ZERO;
  private long notBefore = System.nanoTime();

  /**
   * Prepares a sink; {@link Migrations} have made its tables.
   *
   * @param name under which it keeps its places, the same as that of its consumer group
   * @param topics joins the consumer group of topics that have tables, and of erasures
   * @param producer writes dead letters; closed by the caller, afterwards
   * @param registry takes the metrics
   */
  public Sink(
      DatabaseSettings database,
      String name,
      Supplier<GroupConsumer> topics,
      RecordProducer producer,
      CollectorRegistry registry,
      Clock clock) {
    this.database = database;
    this.topics = topics;
    this.producer = producer;
    this.places = new Places(name);
    this.metrics = new SinkMetrics(registry);
    this.clock = clock;
    metrics.up();
  }

  /**
   * Writes until it is stopped.
   *
   * @param stop counted down to stop
   * @throws IllegalStateException if the database says that somebody has to change something, such
   *     as rights; a further run goes on where this one ended
   * @throws RuntimeException if Kafka refuses what is needed, or the registry does not answer
   */
  public void run(CountDownLatch stop) throws InterruptedException {
    try (GroupConsumer consumer = topics.get()) {
      consumer.subscribe(new Assignments(consumer));
      while (stop.getCount() > 0) {
        step(consumer);
      }
    } finally {
      disconnect();
    }
  }

  private void step(GroupConsumer consumer) throws InterruptedException {
    consumer.pause(!placed || !batch.isEmpty());
    List<ConsumedRecord> records = consumer.poll(POLL);
    if (!records.isEmpty()) {
      batch = records;
    }
    metrics.lag(consumer.lag());
    if (System.nanoTime() - notBefore < 0) {
      return;
    }
    try {
      if (!placed) {
        place(consumer);
      }
      if (!batch.isEmpty()) {
        write(consumer);
      }
      pause = Duration.ZERO;
    } catch (SQLException e) {
      later(e);
    } catch (ExecutionException | RegistryUnavailableException e) {
      LOG.warn("Kafka does not take dead letters; the sink waits until it does", e);
      waitBeforeNext();
    }
  }

  /** Finds out where to go on, and goes there. */
  private void place(GroupConsumer consumer) throws SQLException {
    Map<TopicPartition, Long> next = places.read(connected(), assigned);
    consumer.seek(next);
    placed = true;
    metrics.up();
    LOG.info("writing {} partitions to {}", next.size(), database.address());
  }

  private void write(GroupConsumer consumer)
      throws SQLException, ExecutionException, InterruptedException {
    Batch changes = new Batch(batch);
    long start = System.nanoTime();
    try {
      write(changes, false);
    } catch (SQLException e) {
      if (DatabaseProblem.of(e) != DatabaseProblem.ROW) {
        throw e;
      }
      LOG.info("the database refuses one of {} records; they are written singly", changes.size());
      connected().rollback();
      write(changes, true);
    }
    metrics.committed(System.nanoTime() - start);
    batch = List.of();
    commit(consumer, changes.next());
  }

  private void write(Batch changes, boolean oneByOne)
      throws SQLException, ExecutionException, InterruptedException {
    Refusals refusals = new Refusals(producer, clock);
    new SinkWriter(connected(), places, metrics).write(changes, refusals, oneByOne);
    if (refusals.size() > 0) {
      LOG.warn("{} records became dead letters", refusals.size());
    }
  }

  private static void commit(GroupConsumer consumer, Map<TopicPartition, Long> next) {
    try {
      consumer.commit(next);
    } catch (KafkaException e) {
      // The table of places decides; this is for those who watch the group's lag.
      LOG.debug("offsets were not committed: {}", e.getMessage());
    }
  }

  private void later(SQLException failure) {
    if (DatabaseProblem.of(failure) != DatabaseProblem.LATER) {
      throw new IllegalStateException(
          "the database %s does not take what it is given (SQLSTATE %s): grant what is missing, or run the sink with database.migrate=true; nothing is lost"
              .formatted(database.address(), failure.getSQLState()),
          failure);
    }
    waitBeforeNext();
    LOG.warn(
        "the database is away (SQLSTATE {}: {}); next attempt in {} ms",
        failure.getSQLState(),
        failure.getMessage(),
        pause.toMillis());
  }

  /** Whether the last transaction was committed may be unknown: the places say it. */
  private void waitBeforeNext() {
    metrics.failed();
    disconnect();
    batch = List.of();
    placed = false;
    Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    notBefore = System.nanoTime() + pause.toNanos();
  }

  private Connection connected() throws SQLException {
    if (connection.isEmpty()) {
      connection = Optional.of(database.connect());
    }
    return connection.get();
  }

  private void disconnect() {
    if (connection.isEmpty()) {
      return;
    }
    try {
      connection.get().close(); // what is not committed is rolled back
    } catch (SQLException e) {
      LOG.debug("the connection was broken", e);
    }
    connection = Optional.empty();
  }

  /** Begins anew, from the places, when partitions change hands. */
  private final class Assignments implements GroupConsumer.Listener {
    private final GroupConsumer consumer;

    Assignments(GroupConsumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
      consumer.pause(true);
      assigned = List.copyOf(partitions);
      placed = false;
    }

    @Override
    public void revoked(boolean lost) {
      batch = List.of(); // not committed: whoever reads on has it from the places
      assigned = List.of();
      placed = false;
    }
  }
}
