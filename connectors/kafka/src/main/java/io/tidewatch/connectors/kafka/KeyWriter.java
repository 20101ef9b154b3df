package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.personal.DataKey;
import io.tidewatch.connectors.kafka.personal.MasterKeys;
import io.tidewatch.schemas.CustomerKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Changes the topic customer-keys, alone of all processes at a time.
 *
 * <p>All of them use the same transactional id, and Kafka lets only the newest producer of an id
 * commit. Whoever has begun as the newest, then read the topic to its end, and then commits, knows
 * that nothing was written in between; whoever was replaced commits nothing, and begins again. So
 * no customer ever gets two keys, and nothing that compaction drops was ever used. As long as
 * nobody else comes, one beginning is enough for many changes. One thread.
 */
final class KeyWriter implements AutoCloseable {
  static final String TRANSACTIONAL_ID = "tidewatch-customer-keys";

  private static final int ATTEMPTS = 40;
  private static final int LONGEST_PAUSE_MILLIS = 250;

  private final ReadableConfig config;
  private final Reading reading;
  private RecordProducer producer;

  /** Who reads the topic. */
  interface Reading {
    /** Reads it to its end. */
    void catchUp();

    /**
     * Reads until there was something of each of these customers: Kafka has said that they are
     * committed a moment before readers see them.
     */
    void await(Set<String> customerIds);
  }

  /** Creates one that has not begun. */
  KeyWriter(ReadableConfig config, Reading reading) {
    this.config = config;
    this.reading = reading;
  }

  static CustomerKey record(MasterKeys masters, String customerId, DataKey key) {
    return CustomerKey.newBuilder()
        .setCustomerId(customerId)
        .setMasterKeyId(masters.current())
        .setWrappedKey(ByteBuffer.wrap(masters.wrap(customerId, key)))
        .setCreatedAt(Instant.now())
        .build();
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /**
   * Writes what is right by what the topic holds, and reads it back.
   *
   * @param changes sends records and returns whose; called again if somebody else wrote in between
   * @throws IllegalStateException if Kafka does not take them
   */
  void write(Function<RecordProducer, Set<String>> changes) {
    for (int attempt = 1; ; attempt++) {
      try {
        if (producer == null) {
          producer = RecordProducer.transactional(config, TRANSACTIONAL_ID);
          reading.catchUp();
        }
        Set<String> changed = new HashSet<>();
        producer.atomically(() -> changed.addAll(changes.apply(producer)));
        reading.await(changed);
        return;
      } catch (KafkaException | NotCommittedException e) {
        close();
        if (attempt == ATTEMPTS) {
          throw new IllegalStateException(
              "Kafka does not take keys of customers: " + e.getMessage(), e);
        }
        pause(attempt);
      }
    }
  }

  /** Random, so that two who replace each other do not go on with it; longer each time. */
  private static void pause(int attempt) {
    int most = Math.min(LONGEST_PAUSE_MILLIS, 10 * attempt);
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing keys of customers", e);
    }
  }

  /** Lets others begin without taking anything from this one. */
  @Override
  public void close() {
    if (producer != null) {
      RecordProducer last = producer;
      producer = null;
      last.abandon();
    }
  }
}
