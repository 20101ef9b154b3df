package io.tidewatch.benchmarks.latency;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends events on a fixed schedule, event i at {@code i / rate} seconds, whatever becomes of those
 * before. A sender that falls behind sends at once what is due and keeps the due times, so that
 * latencies from there include the waiting: no coordinated omission (Tene, "How NOT to measure
 * latency"). One thread.
 */
final class OpenLoop {
  /** Shorter sleeps only burn the core that the broker needs too. */
  private static final long SHORTEST_SLEEP_NANOS = 50_000;

  private final Producer<byte[], byte[]> producer;

  OpenLoop(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Sends all events and waits until the broker has them.
   *
   * @param firstNumber number of the first event
   * @param perSecond events per second, above 0
   * @throws IllegalStateException if the broker did not take one
   */
  Sent send(List<ProducerRecord<byte[], byte[]>> events, long firstNumber, double perSecond) {
    int count = events.size();
    long[] intendedMicros = new long[count];
    long[] appendedMillis = new long[count];
    AtomicReference<Exception> failure = new AtomicReference<>();
    long startNanos = System.nanoTime();
    long startMicros = epochMicros();
    for (int i = 0; i < count; i++) {
      long dueNanos = Math.round(i * 1e9 / perSecond);
      awaitNanos(startNanos + dueNanos);
      intendedMicros[i] = startMicros + dueNanos / 1_000;
      int index = i;
      producer.send(
          events.get(i),
          (metadata, problem) -> {
            if (problem == null) {
              appendedMillis[index] = metadata.timestamp();
            } else {
              failure.compareAndSet(null, problem);
            }
          });
    }
    long lastSentMicros = startMicros + (System.nanoTime() - startNanos) / 1_000;
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("Kafka did not take an event", failure.get());
    }
    return new Sent(firstNumber, intendedMicros, appendedMillis, lastSentMicros);
  }

  private static void awaitNanos(long dueNanos) {
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(Math.max(left, SHORTEST_SLEEP_NANOS));
    }
  }

  /** Returns the wall clock in microseconds since 1970. */
  static long epochMicros() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
  }
}
