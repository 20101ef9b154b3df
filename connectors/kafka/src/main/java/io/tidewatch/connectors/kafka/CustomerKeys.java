package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.ConsumedRecord.Kind;
import io.tidewatch.connectors.kafka.personal.DataKey;
import io.tidewatch.connectors.kafka.personal.KeyTable;
import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import io.tidewatch.connectors.kafka.personal.MasterKeys;
import io.tidewatch.connectors.kafka.personal.UnusableKeyException;
import io.tidewatch.schemas.CustomerKey;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.common.TopicPartition;

/**
 * The keys that the personal fields of customers are encrypted with: what the topic customer-keys
 * holds, and the way to change it. Keeps all of them, wrapped, in about 90 bytes a customer ({@link
 * KeyTable}). Thread-safe.
 *
 * <p>What somebody else destroys is noticed within a second. A key that is not known is looked for
 * up to the end of the topic, so that one which was written before the question is found.
 *
 * <pre>{@code
 * try (CustomerKeys keys = CustomerKeys.open(config)) {
 *   SpecificRecord readable = keys.decrypt(record);
 *   keys.destroy("customer-1"); // no copy can be read from now on
 * }
 * }</pre>
 */
public final class CustomerKeys implements AutoCloseable {
  private static final List<Topic> TOPICS = List.of(Topic.CUSTOMER_KEYS);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private final Optional<MasterKeys> masters;
  private final RecordConsumer consumer;
  private final KeyWriter writer;
  private final ReentrantLock topic = new ReentrantLock(); // of consumer and writer
  private final KeyTable table = new KeyTable(); // synchronized on itself
  private volatile long caughtUpAt; // System.nanoTime

  private CustomerKeys(
      Optional<MasterKeys> masters, RecordConsumer consumer, ReadableConfig config) {
    this.masters = masters;
    this.consumer = consumer;
    this.writer = new KeyWriter(config, new Reading());
  }

  /**
   * Reads the topic. Without a master key in the configuration keys can be destroyed, but nothing
   * can be read.
   *
   * @param config see {@link KafkaOptions} and {@link MasterKeyOptions}
   * @throws IllegalArgumentException if the master key cannot be read
   * @throws IllegalStateException if Kafka lacks the topic
   */
  public static CustomerKeys open(ReadableConfig config) {
    Optional<MasterKeys> masters = MasterKeys.of(config);
    Reachability.require(config, TOPICS);
    CustomerKeys keys =
        new CustomerKeys(masters, RecordConsumer.fromBeginning(config, TOPICS), config);
    try {
      keys.catchUp();
    } catch (RuntimeException e) {
      keys.close();
      throw e;
    }
    return keys;
  }

  /** Returns the part of a configuration that {@link #open} looks at, to travel with a job. */
  public static Configuration configuration(ReadableConfig config) {
    Configuration part = new Configuration();
    for (ConfigOption<String> option :
        List.of(
            KafkaOptions.BOOTSTRAP_SERVERS,
            KafkaOptions.CLIENT_FILE,
            KafkaOptions.SCHEMA_REGISTRY_URL,
            KafkaOptions.SCHEMA_REGISTRY_TOKEN_FILE,
            KafkaOptions.SCHEMA_REGISTRY_CA_FILE,
            MasterKeyOptions.MASTER_KEY_FILE,
            MasterKeyOptions.MASTER_KEY_ENV)) {
      config.getOptional(option).ifPresent(value -> part.set(option, value));
    }
    part.set(
        KafkaOptions.SCHEMA_REGISTRY_TIMEOUT, config.get(KafkaOptions.SCHEMA_REGISTRY_TIMEOUT));
    part.set(
        KafkaOptions.SCHEMA_REGISTRY_ATTEMPTS, config.get(KafkaOptions.SCHEMA_REGISTRY_ATTEMPTS));
    part.set(KafkaOptions.UNKNOWN_SCHEMA_TTL, config.get(KafkaOptions.UNKNOWN_SCHEMA_TTL));
    part.set(KafkaOptions.PROPERTIES, config.get(KafkaOptions.PROPERTIES));
    return part;
  }

  /** Returns whether a customer has a key at this moment. */
  public boolean has(String customerId) {
    catchUp();
    return wrapped(customerId).isPresent();
  }

  /** Returns how many customers had a key when last looked. */
  public int size() {
    synchronized (table) {
      return table.size();
    }
  }

  /**
   * Returns a copy of a record with its personal fields readable. A field whose key is destroyed
   * stays encrypted ({@link #isEncrypted}); a record without personal fields comes back itself.
   *
   * @throws UnusableKeyException if the customer's key is wrapped by a master key that is not here
   */
  public SpecificRecord decrypt(SpecificRecord record) {
    if (!PersonalRecords.hasSealed(record)) {
      return record;
    }
    return key(Topic.of(record).keyOf(record))
        .map(key -> PersonalRecords.opened(record, key))
        .orElse(record);
  }

  /**
   * Returns an encrypted text of one field readable; empty if it cannot be read.
   *
   * @param field record and field that it stands in, such as CustomerProfile.name
   */
  public Optional<String> decrypt(String sealed, String customerId, String field) {
    return key(customerId).flatMap(key -> key.open(sealed, customerId, field));
  }

  /** Returns whether a text is encrypted; null is not. */
  public static boolean isEncrypted(String text) {
    return DataKey.isSealed(text);
  }

  /**
   * Destroys a customer's key: what it has encrypted can be read nowhere any more. Returns when
   * Kafka has it. An event that comes later gets a new key.
   *
   * @throws IllegalStateException if Kafka does not take it
   */
  public void destroy(String customerId) {
    catchUp();
    write(
        out -> {
          if (wrapped(customerId).isEmpty()) {
            return Set.of();
          }
          out.remove(Topic.CUSTOMER_KEYS, customerId);
          return Set.of(customerId);
        });
  }

  /** Returns a customer's key. */
  Optional<DataKey> key(String customerId) {
    if (isStale() || wrapped(customerId).isEmpty()) {
      catchUp();
    }
    return wrapped(customerId).map(wrapped -> unwrapped(customerId, wrapped));
  }

  /** Returns a customer's key if it is known; does not wait while keys are made. */
  Optional<DataKey> keyIfKnown(String customerId) {
    if (isStale() && topic.tryLock()) {
      try {
        catchUp();
      } finally {
        topic.unlock();
      }
    }
    return wrapped(customerId).map(wrapped -> unwrapped(customerId, wrapped));
  }

  private boolean isStale() {
    return System.nanoTime() - caughtUpAt > FRESH_NANOS;
  }

  private Optional<KeyTable.Wrapped> wrapped(String customerId) {
    synchronized (table) {
      return table.get(customerId);
    }
  }

  private void write(Function<RecordProducer, Set<String>> changes) {
    topic.lock();
    try {
      writer.write(changes);
    } finally {
      topic.unlock();
    }
  }

  /**
   * Makes keys for those of some customers who have none, in one transaction. Whoever else does the
   * same at the same time, each customer has one key in the end, and it is the same for all.
   *
   * @throws IllegalStateException if Kafka does not take them, or there is no master key
   */
  void make(Collection<String> customerIds) {
    MasterKeys keys = requireMasters();
    write(
        out -> {
          Set<String> without = new LinkedHashSet<>(customerIds);
          without.removeIf(id -> wrapped(id).isPresent());
          without.forEach(id -> out.send(KeyWriter.record(keys, id, DataKey.random())));
          return without;
        });
  }

  /**
   * Wraps the keys of some customers again, with the master key that is the current one. Those who
   * have none, or have it wrapped so already, are left out.
   *
   * @return how many it was
   * @throws UnusableKeyException if a key cannot be unwrapped
   */
  int rewrap(Collection<String> customerIds) {
    MasterKeys keys = requireMasters();
    Set<String> done = new LinkedHashSet<>();
    write(
        out -> {
          done.clear();
          for (String id : customerIds) {
            Optional<KeyTable.Wrapped> wrapped = wrapped(id);
            if (wrapped.isPresent() && !wrapped.get().masterKeyId().equals(keys.current())) {
              out.send(KeyWriter.record(keys, id, unwrapped(id, wrapped.get())));
              done.add(id);
            }
          }
          return done;
        });
    return done.size();
  }

  private MasterKeys requireMasters() {
    return masters.orElseThrow(
        () ->
            new IllegalStateException(
                "there is no master key; set " + MasterKeyOptions.MASTER_KEY_FILE.key()));
  }

  private DataKey unwrapped(String customerId, KeyTable.Wrapped wrapped) {
    if (masters.isEmpty() || !masters.get().has(wrapped.masterKeyId())) {
      throw new UnusableKeyException(
          "the customer's key is wrapped by master key "
              + wrapped.masterKeyId()
              + (masters.isEmpty()
                  ? ", and no master key is configured; set "
                  : ", which is not among those configured; add it behind the others, see ")
              + MasterKeyOptions.MASTER_KEY_FILE.key());
    }
    return masters
        .get()
        .unwrap(customerId, wrapped.masterKeyId(), wrapped.wrapped())
        .orElseThrow(
            () ->
                new UnusableKeyException(
                    "what customer-keys holds for the customer was not wrapped by master key "
                        + wrapped.masterKeyId()
                        + ", whose name it bears; somebody has changed it"));
  }

  /** Reads everything that the topic holds at this moment. */
  private void catchUp() {
    topic.lock();
    try {
      long began = System.nanoTime();
      Map<TopicPartition, Long> ends = consumer.ends();
      while (consumer.left(ends) > 0) {
        consumer.poll(POLL).forEach(this::apply);
      }
      caughtUpAt = began;
    } finally {
      topic.unlock();
    }
  }

  private final class Reading implements KeyWriter.Reading {
    @Override
    public void catchUp() {
      CustomerKeys.this.catchUp();
    }

    @Override
    public void await(Set<String> customerIds) {
      Set<String> unseen = new HashSet<>(customerIds);
      Instant until = Instant.now().plus(PATIENCE);
      while (!unseen.isEmpty()) {
        consumer
            .poll(POLL)
            .forEach(
                consumed -> {
                  apply(consumed);
                  unseen.remove(consumed.key());
                });
        if (Instant.now().isAfter(until)) {
          throw new IllegalStateException(
              "keys of customers were committed, but cannot be read back for " + PATIENCE);
        }
      }
    }
  }

  private void apply(ConsumedRecord consumed) {
    synchronized (table) {
      if (consumed.kind() == Kind.REMOVAL) {
        table.remove(consumed.key());
      }
      consumed
          .record()
          .map(CustomerKey.class::cast)
          .filter(key -> key.getWrappedKey().remaining() == DataKey.WRAPPED_BYTES)
          .ifPresent(
              key ->
                  table.put(
                      key.getCustomerId(),
                      new KeyTable.Wrapped(
                          key.getMasterKeyId(), KeyWriter.bytes(key.getWrappedKey()))));
    }
  }

  @Override
  public void close() {
    topic.lock();
    try (consumer) {
      writer.close();
    } finally {
      topic.unlock();
    }
  }
}
