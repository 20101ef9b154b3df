package io.tidewatch.connectors.changes;

import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.kafka.ForeignConsumer;
import io.tidewatch.connectors.kafka.ForeignRecord;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.Topic;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the changes of a table of customers and writes what they mean to Tidewatch's topics. An
 * offset is committed when Kafka has all that came of the records before it, so that nothing is
 * lost; what is read twice after a kill has the same event ids, by which it is recognised. {@link
 * #run} is for one thread.
 */
public final class Changes {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final ProfileMapping mapping;
  private final Profiles profiles;
  private final Supplier<ForeignConsumer> source;
  private final RecordProducer producer;
  private final ChangeMetrics metrics;
  private final Clock clock;

  /** Keys of rows that were deleted, by partition: a null value follows, which says it again. */
  private final Map<Integer, ByteBuffer> deleted = new HashMap<>();

  private final List<CompletableFuture<Void>> sent = new ArrayList<>();

  /**
   * Prepares.
   *
   * @param source joins the consumer group of the topic with the changes
   * @param producer writes profiles, erasures and dead letters; closed by the caller, afterwards
   * @param registry takes the metrics
   */
  public Changes(
      ProfileMapping mapping,
      Supplier<ForeignConsumer> source,
      RecordProducer producer,
      CollectorRegistry registry,
      Clock clock) {
    this.mapping = mapping;
    this.profiles = new Profiles(mapping);
    this.source = source;
    this.producer = producer;
    this.metrics = new ChangeMetrics(registry);
    this.clock = clock;
  }

  /**
   * Follows until it is stopped.
   *
   * @param stop counted down to stop
   * @throws IllegalStateException if Kafka does not take what came of a change; a further run
   *     begins with that change again
   * @throws RuntimeException if Kafka refuses what is needed, or the registry does not answer
   */
  public void run(CountDownLatch stop) throws InterruptedException {
    try (ForeignConsumer consumer = source.get()) {
      while (stop.getCount() > 0) {
        List<ForeignRecord> records = consumer.poll(POLL);
        metrics.lag(consumer.lag());
        if (!records.isEmpty()) {
          records.forEach(this::take);
          awaitSent();
          consumer.commit();
        }
      }
    }
  }

  private void take(ForeignRecord record) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    try {
      if (isSaidAgain(record)) {
        metrics.changed("ignored");
        return;
      }
      Optional<Change> change = Change.of(record);
      metrics.changed(change.isEmpty() ? "ignored" : write(change.get(), record, now));
    } catch (UnusableChange e) {
      metrics.changed("refused");
      LOG.warn("{}-{}@{}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
      sent.add(producer.send(letter(record, e, now)));
    }
  }

  private boolean isSaidAgain(ForeignRecord record) {
    ByteBuffer before = deleted.remove(record.partition());
    return record.value().isEmpty()
        && before != null
        && before.equals(record.key().map(ByteBuffer::wrap).orElse(null));
  }

  private String write(Change change, ForeignRecord record, Instant now) throws UnusableChange {
    if (!change.deleted()) {
      sent.add(producer.send(profiles.profile(change, record, now)));
      return "profile";
    }
    record.key().ifPresent(key -> deleted.put(record.partition(), ByteBuffer.wrap(key)));
    switch (mapping.deletion()) {
      case REMOVE -> {
        sent.add(producer.remove(Topic.CUSTOMERS, profiles.customer(change)));
        return "removed";
      }
      case ERASE -> {
        sent.add(producer.send(profiles.erasure(change, record, now)));
        sent.add(producer.remove(Topic.CUSTOMERS, profiles.customer(change)));
        return "erased";
      }
      case WITHDRAW -> {
        sent.add(producer.send(profiles.withdrawn(change, record, now)));
        return "withdrawn";
      }
      default -> {
        return "kept";
      }
    }
  }

  private static DeadLetter letter(ForeignRecord record, UnusableChange why, Instant now) {
    return DeadLetter.newBuilder()
        .setTopic(record.topic())
        .setPartition(record.partition())
        .setOffset(record.offset())
        .setRecordedAt(record.timestamp())
        .setRefusedAt(now)
        .setReason(why.reason())
        .setField(why.field())
        .setDetail(why.getMessage())
        .setKey(record.key().map(ByteBuffer::wrap).orElse(null))
        .setValue(record.value().map(ByteBuffer::wrap).orElse(null))
        .build();
  }

  private void awaitSent() throws InterruptedException {
    try {
      CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Kafka does not take what came of changes; the next run begins with them again", e);
    }
    sent.clear();
  }
}
