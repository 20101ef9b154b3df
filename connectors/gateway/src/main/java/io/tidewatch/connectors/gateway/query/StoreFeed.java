package io.tidewatch.connectors.gateway.query;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a store up with the topics, on a thread of its own. How far it has read is kept in the
 * store, with what it made of it: after any end it goes on from there, and nothing is missed.
 */
final class StoreFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreFeed.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final Store store;
  private final RecordSource source;
  private final Projection projection;
  private final Consumer<List<ConsumedRecord>> news;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile boolean caughtUp;
  private volatile boolean broken;

  private StoreFeed(Store store, RecordSource source, Consumer<List<ConsumedRecord>> news) {
    this.store = store;
    this.news = news;
    this.source = source;
    this.projection = new Projection(store);
    this.thread = new Thread(this::run, "store-feed");
    this.thread.setDaemon(true);
  }

  /**
   * Starts following the topics.
   *
   * @param news is told of records when the store has them; must not wait
   */
  static StoreFeed start(Store store, RecordSource source, Consumer<List<ConsumedRecord>> news) {
    StoreFeed feed = new StoreFeed(store, source, news);
    feed.thread.start();
    return feed;
  }

  /** Returns whether the store has once had everything that the topics held then. */
  boolean caughtUp() {
    return caughtUp;
  }

  /** Returns whether the topics can be read at this moment. */
  boolean following() {
    return !broken && thread.isAlive();
  }

  private void run() {
    while (!stopping) {
      try (RecordConsumer consumer = source.open(Projection.topics(), offsets())) {
        broken = false;
        follow(consumer);
      } catch (RuntimeException e) {
        if (!stopping) {
          broken = true;
          LOG.warn("the store cannot follow the topics; trying again", e);
          pause();
        }
      }
    }
  }

  private void follow(RecordConsumer consumer) {
    while (!stopping) {
      List<ConsumedRecord> records = consumer.poll(POLL);
      if (!records.isEmpty()) {
        news.accept(projection.apply(records));
      }
      if (!caughtUp && consumer.atEnd()) {
        caughtUp = true;
        LOG.info("the store has caught up with the topics");
      }
    }
  }

  private Map<TopicPartition, Long> offsets() {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    store
        .scan(Keys.offsetPrefix(), Optional.empty(), Integer.MAX_VALUE)
        .forEach(
            entry ->
                offsets.put(Keys.partition(entry.key()), ByteBuffer.wrap(entry.value()).getLong()));
    return offsets;
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops following; the store may be closed afterwards. */
  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(STOP_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
