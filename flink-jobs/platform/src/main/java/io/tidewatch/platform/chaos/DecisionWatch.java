package io.tidewatch.platform.chaos;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows up to which stream time decisions are committed. It has a thread of its own; may be asked
 * by others.
 */
final class DecisionWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecisionWatch.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Configuration kafka;
  private final Thread thread = new Thread(this::run, "watches decisions");
  private volatile long decidedMicros = Long.MIN_VALUE;
  private volatile boolean stopped;

  DecisionWatch(Configuration kafka) {
    this.kafka = kafka;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns the newest stream time of a committed decision, in microseconds. */
  long decidedMicros() {
    return decidedMicros;
  }

  private void run() {
    while (!stopped) {
      try (RecordConsumer consumer = RecordConsumer.fromEnd(kafka, List.of(Topic.DECISION_LOG))) {
        while (!stopped) {
          consumer.poll(POLL).forEach(this::take);
        }
      } catch (RuntimeException e) {
        LOG.debug("cannot read decisions for now", e); // somebody was killed: begin again
      }
    }
  }

  private void take(ConsumedRecord consumed) {
    consumed
        .record()
        .map(DecisionRecord.class::cast)
        .ifPresent(
            record -> decidedMicros = Math.max(decidedMicros, Micros.of(record.getDecidedAt())));
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
