package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import io.tidewatch.connectors.kafka.personal.MasterKeys;
import io.tidewatch.schemas.CustomerKey;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Wraps all keys of customers with the current master key, so that an older one can be taken out of
 * use. The keys stay the same, and so does what they have encrypted. Stateless.
 */
public final class KeyRotation {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int BATCH = 1_000;

  private KeyRotation() {}

  /**
   * What was done.
   *
   * @param masterKeyId name of the master key that wraps all keys now
   * @param rewrapped keys that another one wrapped before
   * @param keys all keys there are
   */
  public record Report(String masterKeyId, int rewrapped, int keys) {}

  /**
   * Does it. May run beside everything else, and again after it was interrupted.
   *
   * @param config see {@link KafkaOptions} and {@link MasterKeyOptions}
   * @throws IllegalArgumentException if no master key is configured
   * @throws IllegalStateException if a key cannot be unwrapped, or Kafka does not take one
   */
  public static Report run(ReadableConfig config) {
    MasterKeys masters =
        MasterKeys.of(config)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        MasterKeyOptions.MASTER_KEY_FILE.key() + " is not set; set it"));
    try (CustomerKeys keys = CustomerKeys.open(config);
        RecordConsumer consumer =
            RecordConsumer.fromBeginning(config, List.of(Topic.CUSTOMER_KEYS))) {
      Set<String> old = new HashSet<>();
      int rewrapped = 0;
      var ends = consumer.ends();
      while (consumer.left(ends) > 0) {
        consumer
            .poll(POLL)
            .forEach(consumed -> consumed.record().ifPresent(r -> addOld(r, masters, old)));
        if (old.size() >= BATCH) {
          rewrapped += keys.rewrap(old);
          old.clear();
        }
      }
      return new Report(masters.current(), rewrapped + keys.rewrap(old), keys.size());
    }
  }

  private static void addOld(Object key, MasterKeys masters, Set<String> old) {
    if (key instanceof CustomerKey customerKey
        && !customerKey.getMasterKeyId().equals(masters.current())) {
      old.add(customerKey.getCustomerId());
    }
  }
}
