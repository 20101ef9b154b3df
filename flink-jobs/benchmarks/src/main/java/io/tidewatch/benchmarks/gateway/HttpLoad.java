package io.tidewatch.benchmarks.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.workload.Fork;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/**
 * Sends requests to the gateway and times the answers. A wrong answer fails the run: fast refusals
 * are no throughput. One thread at a time.
 */
final class HttpLoad {
  private static final long HIGHEST_MICROS = 60_000_000L;
  private static final int DIGITS = 3;
  private static final long SHORTEST_SLEEP_NANOS = 50_000;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final LongFunction<HttpRequest> requests;
  private final Predicate<HttpResponse<String>> right;
  private final AtomicReference<String> failure = new AtomicReference<>();

  /**
   * Creates it.
   *
   * @param requests request by number, from 0
   * @param right whether an answer is the one that is wanted
   */
  HttpLoad(LongFunction<HttpRequest> requests, Predicate<HttpResponse<String>> right) {
    this.requests = requests;
    this.right = right;
  }

  /**
   * Keeps so many requests waiting for an answer, each followed by the next.
   *
   * @return answers per second
   */
  double closed(int connections, Duration length) {
    AtomicLong next = new AtomicLong();
    AtomicLong answered = new AtomicLong();
    long start = System.nanoTime();
    long end = start + length.toNanos();
    CompletableFuture<?>[] chains = new CompletableFuture<?>[connections];
    for (int i = 0; i < connections; i++) {
      chains[i] = chain(next, answered, end);
    }
    CompletableFuture.allOf(chains).join();
    failIfWrong();
    return answered.get() * 1e9 / (System.nanoTime() - start);
  }

  private CompletableFuture<Void> chain(AtomicLong next, AtomicLong answered, long end) {
    if (System.nanoTime() - end > 0 || failure.get() != null) {
      return CompletableFuture.completedFuture(null);
    }
    return send(next.getAndIncrement())
        .thenCompose(
            nothing -> {
              answered.incrementAndGet();
              return chain(next, answered, end);
            });
  }

  /**
   * Sends on a fixed schedule, request i at {@code i / perSecond} seconds, whatever becomes of
   * those before; times run from there, so that a late request counts its waiting.
   *
   * @return microseconds from due to answered
   */
  Histogram open(double perSecond, Duration length) {
    long count = Math.round(perSecond * length.toMillis() / 1e3);
    ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();
    CompletableFuture<?>[] all = new CompletableFuture<?>[(int) count];
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = start + Math.round(i * 1e9 / perSecond);
      awaitNanos(due);
      all[i] = send(i).thenRun(() -> micros.add((System.nanoTime() - due) / 1_000));
    }
    CompletableFuture.allOf(all).join();
    failIfWrong();
    Histogram histogram = new Histogram(HIGHEST_MICROS, DIGITS);
    micros.forEach(value -> histogram.recordValue(Math.min(value, HIGHEST_MICROS)));
    return histogram;
  }

  /** Returns p50, p99, p999 and max in milliseconds. */
  static ObjectNode percentiles(Histogram micros) {
    return Fork.object()
        .put("p50", micros.getValueAtPercentile(50) / 1e3)
        .put("p99", micros.getValueAtPercentile(99) / 1e3)
        .put("p999", micros.getValueAtPercentile(99.9) / 1e3)
        .put("max", micros.getMaxValue() / 1e3);
  }

  private CompletableFuture<Void> send(long number) {
    return client
        .sendAsync(requests.apply(number), HttpResponse.BodyHandlers.ofString())
        .thenAccept(
            answer -> {
              if (!right.test(answer)) {
                failure.compareAndSet(null, answer.statusCode() + " " + answer.body());
              }
            });
  }

  private void failIfWrong() {
    if (failure.get() != null) {
      throw new IllegalStateException("the gateway answered " + failure.get());
    }
  }

  private static void awaitNanos(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(Math.max(left, SHORTEST_SLEEP_NANOS));
    }
  }
}
