package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import io.tidewatch.connectors.kafka.personal.MasterKeys;
import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records to their topics outside Flink: replays, commands, tests. Thread-safe.
 *
 * <p>Sending does not wait for the broker. What fails later completes the returned future
 * exceptionally, and is also thrown by the next {@link #flush} or {@link #close}, so that nobody
 * needs to keep the futures.
 */
public final class RecordProducer implements AutoCloseable {
  private final RecordEncoder encoder;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Optional<SealedSending> sealed;

  /**
   * Connects.
   *
   * @param config see {@link KafkaOptions} and {@link MasterKeyOptions}
   * @throws IllegalArgumentException if a master key is configured and cannot be read
   */
  public RecordProducer(ReadableConfig config) {
    this(config, ClientProperties.of(config));
  }

  private RecordProducer(ReadableConfig config, Properties properties) {
    this.sealed = MasterKeys.of(config).map(masters -> new SealedSending(config, this::sendAsItIs));
    this.encoder = new RecordEncoder(SchemaRegistryClient.of(config));
    ClientProperties.setDefault(properties, "linger.ms", 5);
    ClientProperties.setDefault(properties, "max.request.size", KafkaSinks.MAX_REQUEST_BYTES);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Connects as the only one of its name: what another of that name has begun is given up, and it
   * fails when it goes on. Everything must be sent by {@link #atomically}.
   *
   * @param config see {@link KafkaOptions}
   * @param name the transactional id
   */
  public static RecordProducer transactional(ReadableConfig config, String name) {
    Properties properties = ClientProperties.of(config);
    properties.setProperty("transactional.id", name);
    RecordProducer producer = new RecordProducer(config, properties);
    try {
      producer.producer.initTransactions();
    } catch (KafkaException e) {
      producer.producer.close();
      throw e;
    }
    return producer;
  }

  /**
   * Sends several records of which readers of committed records see all or none.
   *
   * @param sends calls {@link #send}; when it returns they are committed
   * @throws IllegalStateException if Kafka did not take them, or another of this name has begun
   *     since; then none is seen
   */
  public void atomically(Runnable sends) {
    producer.beginTransaction();
    try {
      sends.run();
      flush();
      producer.commitTransaction();
    } catch (RuntimeException e) {
      abort(e);
      throw e instanceof KafkaException
          ? new NotCommittedException("Kafka did not commit the records: " + e.getMessage(), e)
          : e;
    }
  }

  private void abort(RuntimeException cause) {
    try {
      sealed.ifPresent(SealedSending::giveUp);
      producer.abortTransaction();
    } catch (KafkaException e) {
      cause.addSuppressed(e); // of one that was replaced the broker has aborted it already
    }
  }

  /**
   * Sends a record to the topic of its class, keyed and timestamped as the catalogue says. Where a
   * master key is configured, its personal fields are encrypted with the customer's key, which is
   * made first if there is none; the record then waits aside, and all others with such fields wait
   * behind it.
   *
   * @throws SchemaRejectedException if the registry refuses the record's schema
   * @throws RegistryUnavailableException if the registry does not answer
   */
  public CompletableFuture<Void> send(SpecificRecord record) {
    return sealed.isPresent() && SealedSending.concerns(record)
        ? sealed.get().send(record)
        : sendAsItIs(record);
  }

  /**
   * Returns the keys that personal fields are encrypted with, to read them again; closed with this.
   * Empty without a master key. When first asked, reads the topic of keys.
   *
   * @throws IllegalStateException as {@link CustomerKeys#open}
   */
  public Optional<CustomerKeys> keys() {
    return sealed.map(SealedSending::keys);
  }

  private CompletableFuture<Void> sendAsItIs(SpecificRecord record) {
    ProducerRecord<byte[], byte[]> kafkaRecord;
    synchronized (encoder) {
      kafkaRecord = RecordSerializationSchema.producerRecord(record, encoder);
    }
    return send(kafkaRecord);
  }

  /** Sends a null value, which removes the key from a compacted topic. */
  public CompletableFuture<Void> remove(Topic topic, String key) {
    return send(
        new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), null));
  }

  /** Sends bytes as they are, for instance broken ones in a test or a dead letter's. */
  public CompletableFuture<Void> sendBytes(Topic topic, byte[] key, byte[] value) {
    return send(new ProducerRecord<>(topic.topicName(), key, value));
  }

  /**
   * Tells one partition of an event topic that stream time has reached a moment.
   *
   * @param atMicros stream time, microseconds since 1970 UTC
   */
  public CompletableFuture<Void> heartbeat(Topic topic, int partition, long atMicros) {
    sealed.ifPresent(SealedSending::awaitKeys); // what was before it must not come late
    return send(
        new ProducerRecord<>(
            topic.topicName(),
            partition,
            Math.max(0, Math.floorDiv(atMicros, 1_000L)),
            Heartbeats.KEY,
            null,
            List.of(new RecordHeader(Heartbeats.HEADER, Heartbeats.headerValue(atMicros)))));
  }

  /**
   * Tells every partition of every event topic that stream time has reached a moment.
   *
   * @param atMicros stream time, microseconds since 1970 UTC
   */
  public void heartbeat(long atMicros) {
    for (Topic topic : Topic.values()) {
      if (topic.isEvent()) {
        int partitions = producer.partitionsFor(topic.topicName()).size();
        for (int partition = 0; partition < partitions; partition++) {
          heartbeat(topic, partition, atMicros);
        }
      }
    }
  }

  private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    producer.send(
        record,
        (metadata, problem) -> {
          if (problem == null) {
            sent.complete(null);
          } else {
            failure.compareAndSet(null, problem);
            sent.completeExceptionally(problem);
          }
        });
    return sent;
  }

  /**
   * Waits until everything sent so far is with the broker.
   *
   * @throws IllegalStateException if a record did not get there
   */
  public void flush() {
    Optional<Exception> unsealed = sealed.flatMap(SealedSending::flush);
    producer.flush();
    unsealed.ifPresent(first -> failure.compareAndSet(null, first));
    Exception problem = failure.getAndSet(null);
    if (problem != null) {
      throw new NotCommittedException(
          "Kafka did not take a record: " + problem.getMessage(), problem);
    }
  }

  /** Flushes and disconnects. */
  @Override
  public void close() {
    try (producer) {
      flush();
    } finally {
      sealed.ifPresent(SealedSending::close);
    }
  }

  /** Disconnects; what is not sent yet is given up. */
  void abandon() {
    producer.close(Duration.ZERO);
    sealed.ifPresent(SealedSending::close);
  }
}
