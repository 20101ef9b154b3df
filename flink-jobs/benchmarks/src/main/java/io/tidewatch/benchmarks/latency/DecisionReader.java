package io.tidewatch.benchmarks.latency;

import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A subscriber: follows what comes out, on a thread of its own, from the moment of creation. Reads
 * committed records only, as downstream systems should. Thread-safe.
 */
final class DecisionReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final boolean copies;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final DecisionDecoder decoder = new DecisionDecoder();
  private final Decided decided = new Decided();
  private final Thread thread = new Thread(this::follow, "decision-reader");
  private long total;
  private long lastNanos = System.nanoTime();
  private RuntimeException failure;
  private volatile boolean closed;

  private DecisionReader(String bootstrapServers, List<String> topics, boolean copies) {
    this.copies = copies;
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", bootstrapServers);
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("enable.auto.commit", "false");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // seeking is lazy; "now" is this moment
    thread.setDaemon(true);
    thread.start();
  }

  /** Follows the scoring job's decisions. */
  static DecisionReader ofDecisions(String bootstrapServers) {
    List<String> topics = DecisionDecoder.TOPICS.keySet().stream().map(Topic::topicName).toList();
    return new DecisionReader(bootstrapServers, topics, false);
  }

  /** Follows a topic of copied events. */
  static DecisionReader ofCopies(String bootstrapServers, String topic) {
    return new DecisionReader(bootstrapServers, List.of(topic), true);
  }

  private void follow() {
    try (consumer) {
      while (!closed) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        long readMicros = OpenLoop.epochMicros();
        if (!records.isEmpty()) {
          take(records, readMicros);
        }
      }
    } catch (RuntimeException e) {
      synchronized (this) {
        failure = e;
      }
    }
  }

  private synchronized void take(ConsumerRecords<byte[], byte[]> records, long readMicros) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Topic topic = copies ? null : Topic.named(record.topic());
      long number =
          copies
              ? EventNumbers.ofEvent(record.value(), DecisionDecoder.HEADER_BYTES)
              : decoder.number(topic, record.value());
      if (number >= 0) {
        DecisionKind kind = copies ? DecisionKind.COPY : DecisionDecoder.TOPICS.get(topic);
        decided.add(kind, number, record.timestamp(), readMicros);
        total++;
        lastNanos = System.nanoTime();
      }
    }
  }

  /** Forgets what came so far. */
  synchronized void clear() {
    decided.clear();
    lastNanos = System.nanoTime();
  }

  /** Returns how many records came since the last {@link #clear}. */
  synchronized int count() {
    failIfBroken();
    return decided.count();
  }

  /**
   * Waits until nothing has come for a while.
   *
   * @param quiet how long nothing must come
   * @param atMost how long to wait for that
   * @return whether it became quiet
   */
  boolean awaitQuiet(Duration quiet, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < deadline) {
      synchronized (this) {
        failIfBroken();
        if (System.nanoTime() - lastNanos > quiet.toNanos()) {
          return true;
        }
      }
      Thread.sleep(20);
    }
    return false;
  }

  /**
   * Waits until so many records have come since the beginning: of copies, one for each event.
   *
   * @return whether they did
   */
  boolean awaitTotal(long records, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < deadline) {
      synchronized (this) {
        failIfBroken();
        if (total >= records) {
          return true;
        }
      }
      Thread.sleep(20);
    }
    return false;
  }

  /** Joins a window with the decisions that came since the last {@link #clear}. */
  synchronized Latencies latencies(Sent sent) {
    failIfBroken();
    return Latencies.of(sent, decided);
  }

  /**
   * Returns when the last decision on a window's events was appended, in milliseconds; 0 if none.
   */
  synchronized long lastAppendedMillis(Sent sent) {
    long last = 0;
    for (int i = 0; i < decided.count(); i++) {
      if (sent.holds(decided.number(i))) {
        last = Math.max(last, decided.appendedMillis(i));
      }
    }
    return last;
  }

  private void failIfBroken() {
    if (failure != null) {
      throw new IllegalStateException("reading what came out failed", failure);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
