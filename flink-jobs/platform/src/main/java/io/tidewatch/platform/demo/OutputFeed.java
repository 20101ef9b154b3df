package io.tidewatch.platform.demo;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.configuration.ReadableConfig;

/** Reads the job's output topics on a thread of its own, as the systems behind them would. */
public final class OutputFeed implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final List<Topic> TOPICS =
      List.of(
          Topic.CHURN_ALERTS,
          Topic.NEXT_BEST_OFFERS,
          Topic.SUPPRESSIONS,
          Topic.CUSTOMER_SCORES,
          Topic.DEAD_LETTERS);

  private final Outputs outputs = new Outputs();
  private final AtomicLong lastRecordNanos = new AtomicLong(System.nanoTime());
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final RecordConsumer consumer;
  private final Thread thread;
  private volatile boolean closed;

  private OutputFeed(RecordConsumer consumer) {
    this.consumer = consumer;
    this.thread = new Thread(this::read, "output-feed");
  }

  /** Begins to read from the first record. */
  public static OutputFeed start(ReadableConfig config) {
    OutputFeed feed = new OutputFeed(RecordConsumer.fromBeginning(config, TOPICS));
    feed.thread.setDaemon(true);
    feed.thread.start();
    return feed;
  }

  private void read() {
    try (consumer) {
      while (!closed) {
        for (ConsumedRecord consumed : consumer.poll(POLL)) {
          long now = System.nanoTime();
          consumed.record().ifPresent(record -> outputs.take(record, now));
          lastRecordNanos.set(now);
        }
      }
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  /** Returns what was read so far. */
  public Outputs outputs() {
    return outputs;
  }

  /**
   * Returns for how long no record has come.
   *
   * @throws IllegalStateException if reading failed
   */
  public Duration quietFor() {
    if (failure.get() != null) {
      throw new IllegalStateException("the output topics cannot be read", failure.get());
    }
    return Duration.ofNanos(System.nanoTime() - lastRecordNanos.get());
  }

  /** Stops reading. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
