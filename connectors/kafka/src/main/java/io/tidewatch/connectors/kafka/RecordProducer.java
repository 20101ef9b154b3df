package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Topic;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Writes records to their topics outside Flink: replays, commands, tests. Thread-safe.
 *
 * <p>Sending does not wait for the broker. What fails later is thrown by the next {@link #flush} or
 * {@link #close}.
 */
public final class RecordProducer implements AutoCloseable {

  /**
   * Connects.
   *
   * @param config see {@link KafkaOptions}
   */
  public RecordProducer(ReadableConfig config) {}

  /** Sends a record to the topic of its class, keyed and timestamped as the catalogue says. */
  public CompletableFuture<Void> send(SpecificRecord record) {
    throw new UnsupportedOperationException();
  }

  /** Sends a null value, which removes the key from a compacted topic. */
  public CompletableFuture<Void> remove(Topic topic, String key) {
    throw new UnsupportedOperationException();
  }

  /** Sends bytes as they are, for instance broken ones in a test or a dead letter's. */
  public CompletableFuture<Void> sendBytes(Topic topic, byte[] key, byte[] value) {
    throw new UnsupportedOperationException();
  }

  /** Tells one partition of an event topic that stream time has reached a moment. */
  public CompletableFuture<Void> heartbeat(Topic topic, int partition, long atMicros) {
    throw new UnsupportedOperationException();
  }

  /** Tells every partition of every event topic that stream time has reached a moment. */
  public void heartbeat(long atMicros) {
    throw new UnsupportedOperationException();
  }

  /** Waits until everything sent so far is with the broker. */
  public void flush() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
