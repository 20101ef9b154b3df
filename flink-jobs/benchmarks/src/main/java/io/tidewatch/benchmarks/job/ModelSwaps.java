package io.tidewatch.benchmarks.job;

import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.platform.releases.ReleasePush;
import io.tidewatch.platform.releases.ReleaseStatuses;
import io.tidewatch.schemas.ModelRelease;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Pushes a new version of a release again and again and waits each time until the whole job serves
 * it, on a thread of its own, until closed. Thread-safe.
 */
public final class ModelSwaps implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger pushed = new AtomicInteger();
  private final AtomicInteger serving = new AtomicInteger();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread;

  private ModelSwaps(
      Connection connection, ReleaseVersions versions, int first, Path folder, Duration every) {
    thread = new Thread(() -> swap(connection, versions, first, folder, every), "swaps models");
    thread.setDaemon(true);
  }

  /**
   * Begins.
   *
   * @param first number of the first version, from 1
   * @param folder where the job finds the zips
   * @param every time between two swaps
   */
  public static ModelSwaps start(
      Connection connection, ReleaseVersions versions, int first, Path folder, Duration every) {
    ModelSwaps swaps = new ModelSwaps(connection, versions, first, folder, every);
    swaps.thread.start();
    return swaps;
  }

  private void swap(
      Connection connection, ReleaseVersions versions, int first, Path folder, Duration every) {
    try (RecordProducer producer = new RecordProducer(connection.configuration());
        ReleaseStatuses statuses = ReleaseStatuses.follow(connection.configuration())) {
      ReleasePush push = new ReleasePush(folder, producer);
      long next = System.nanoTime();
      while (!closed.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        next += every.toNanos();
        byte[] zip = versions.numbered(first + pushed.get());
        ModelRelease message = push.push(ReleaseVersions.read(zip), zip, Instant.now(), "bench");
        pushed.incrementAndGet();
        statuses.awaitInForce(message, PATIENCE);
        serving.incrementAndGet();
      }
    } catch (InterruptedException | RuntimeException e) {
      failure.set(e);
    }
  }

  /** Returns how many versions were pushed. */
  public int pushed() {
    return pushed.get();
  }

  /**
   * Returns how many of them the whole job served.
   *
   * @throws IllegalStateException if it refused one, or did not serve it within a minute
   */
  public int serving() {
    if (failure.get() != null) {
      throw new IllegalStateException("a model was not served", failure.get());
    }
    return serving.get();
  }

  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    thread.join();
  }
}
