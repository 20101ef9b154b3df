package io.tidewatch.benchmarks.soak;

import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.platform.replay.Replay;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

/** Sends a workload's events at one rate, on a thread of its own, until closed. Thread-safe. */
final class SteadyLoad implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closed;

  private SteadyLoad(Connection connection, Workload workload, double perSecond) {
    thread = new Thread(() -> send(connection, workload, perSecond), "sends the load");
    thread.setDaemon(true);
  }

  static SteadyLoad start(Connection connection, Workload workload, double perSecond) {
    SteadyLoad load = new SteadyLoad(connection, workload, perSecond);
    load.thread.start();
    return load;
  }

  private void send(Connection connection, Workload workload, double perSecond) {
    try (RecordProducer producer = new RecordProducer(connection.configuration())) {
      new Replay(producer, perSecond / workload.eventsPerSecond(), HEARTBEAT)
          .run(
              LongStream.iterate(0, number -> !closed, number -> number + 1)
                  .mapToObj(workload::event)
                  .iterator(),
              (count, at) -> sent.set(count));
    } catch (InterruptedException | RuntimeException e) {
      failure.set(e);
    }
  }

  /** Returns how many events were sent. */
  long sent() {
    if (failure.get() != null) {
      throw new IllegalStateException("sending the load failed", failure.get());
    }
    return sent.get();
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
