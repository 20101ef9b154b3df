package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Reads decoded records outside Flink: commands, the demo, tests. Reads all partitions of its
 * topics without a consumer group, and only what committed transactions wrote. One thread at a
 * time.
 */
public final class RecordConsumer implements AutoCloseable {
  private RecordConsumer() {}

  /** Reads from the first record that Kafka still has. */
  public static RecordConsumer fromBeginning(ReadableConfig config, Collection<Topic> topics) {
    throw new UnsupportedOperationException();
  }

  /** Reads what is written from now on. */
  public static RecordConsumer fromEnd(ReadableConfig config, Collection<Topic> topics) {
    throw new UnsupportedOperationException();
  }

  /** Waits at most so long for records and returns them in the order of their partitions. */
  public List<ConsumedRecord> poll(Duration timeout) {
    throw new UnsupportedOperationException();
  }

  /** Returns whether everything that the topics held at this moment has been polled. */
  public boolean atEnd() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
