package io.tidewatch.connectors.delivery;

import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.RegistryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes records and returns when Kafka has them, however long that takes. Thread-safe. */
final class Acknowledged {
  private static final Logger LOG = LoggerFactory.getLogger(Acknowledged.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RecordProducer producer;
  private final CountDownLatch stop;

  /**
   * Creates a writer.
   *
   * @param stop after which nothing that failed is tried again
   */
  Acknowledged(RecordProducer producer, CountDownLatch stop) {
    this.producer = producer;
    this.stop = stop;
  }

  /**
   * Writes records; again and again while Kafka or the registry is away.
   *
   * @throws IllegalStateException if they are away at the end
   */
  void write(List<? extends SpecificRecord> records) throws InterruptedException {
    while (true) {
      try {
        CompletableFuture.allOf(
                records.stream().map(producer::send).toArray(CompletableFuture<?>[]::new))
            .get();
        return;
      } catch (ExecutionException | RegistryUnavailableException e) {
        LOG.warn("Kafka does not take the journal; deliveries wait until it does", e);
        if (stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(
              "stopped while Kafka was away; the next run may repeat an attempt", e);
        }
      }
    }
  }
}
