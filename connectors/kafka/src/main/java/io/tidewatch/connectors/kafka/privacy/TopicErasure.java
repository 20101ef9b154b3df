package io.tidewatch.connectors.kafka.privacy;

import io.tidewatch.connectors.kafka.ClientProperties;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * What Kafka itself can do for an erasure: says how long a topic keeps records, who has read them,
 * and takes the beginning of a partition away. Thread-safe.
 */
public final class TopicErasure implements AutoCloseable {
  private static final int ANSWER_WITHIN_SECONDS = 30;

  /**
   * How long a topic keeps what it has, as it is set up there.
   *
   * @param deletes whether old records go after a time
   * @param compacts whether only the newest of each key stays
   * @param retention how long records are kept; empty for ever
   * @param tombstones how long a null value is kept at least
   */
  public record Keeping(
      boolean deletes, boolean compacts, Optional<Duration> retention, Duration tombstones) {}

  private final Admin admin;

  /**
   * Connects.
   *
   * @param config see {@link KafkaOptions}
   */
  public TopicErasure(ReadableConfig config) {
    this.admin = Admin.create(ClientProperties.of(config));
  }

  /** Returns the topics that keep the newest record of each customer. */
  public static List<Topic> compactedByCustomer() {
    return Arrays.stream(Topic.values())
        .filter(topic -> topic.cleanup() != Topic.Cleanup.DELETE)
        .filter(topic -> topic.keyField().filter("customerId"::equals).isPresent())
        .toList();
  }

  /**
   * Returns how long topics keep records.
   *
   * @throws IllegalStateException if Kafka does not say so
   */
  public Map<String, Keeping> keeping(Collection<String> topics) {
    Map<ConfigResource, Config> configs =
        answer(
            admin
                .describeConfigs(
                    topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList())
                .all(),
            "say how long it keeps the records of " + topics);
    Map<String, Keeping> keeping = new TreeMap<>();
    configs.forEach((resource, config) -> keeping.put(resource.name(), keeping(config)));
    return keeping;
  }

  private static Keeping keeping(Config config) {
    String policy = value(config, "cleanup.policy");
    long retention = Long.parseLong(value(config, "retention.ms"));
    return new Keeping(
        policy.contains("delete"),
        policy.contains("compact"),
        retention < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(retention)),
        Duration.ofMillis(Long.parseLong(value(config, "delete.retention.ms"))));
  }

  private static String value(Config config, String name) {
    ConfigEntry entry = config.get(name);
    return entry == null ? "-1" : entry.value();
  }

  /**
   * Returns the consumer groups that have read some of a partition, but not up to an offset.
   *
   * @param upTo offset of the last record that they should have read
   * @return offset that each goes on from, by group
   * @throws IllegalStateException if Kafka does not say so
   */
  public Map<String, Long> behind(TopicPartition partition, long upTo) {
    Map<String, Long> behind = new TreeMap<>();
    for (GroupListing group : answer(admin.listGroups().all(), "list its consumer groups")) {
      Map<TopicPartition, OffsetAndMetadata> offsets = offsets(group.groupId());
      OffsetAndMetadata next = offsets.get(partition);
      if (next != null && next.offset() <= upTo) {
        behind.put(group.groupId(), next.offset());
      }
    }
    return behind;
  }

  /**
   * Returns whether a group has read a record of a partition.
   *
   * @throws IllegalStateException if Kafka does not say so
   */
  public boolean hasRead(String group, TopicPartition partition, long offset) {
    OffsetAndMetadata next = offsets(group).get(partition);
    return next != null && next.offset() > offset;
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets(String group) {
    return answer(
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
        "say how far group " + group + " is");
  }

  /**
   * Takes all records away from the beginning of partitions; nobody can read them any more, and
   * their files go when no newer record is in them.
   *
   * @param upTo offset of the last record to go, by partition
   * @throws IllegalStateException if Kafka refuses, as on topics that are only compacted
   */
  public void purge(Map<TopicPartition, Long> upTo) {
    Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
    upTo.forEach(
        (partition, offset) -> records.put(partition, RecordsToDelete.beforeOffset(offset + 1)));
    answer(admin.deleteRecords(records).all(), "delete records of " + records.keySet());
  }

  private static <T> T answer(KafkaFuture<T> future, String what) {
    try {
      return future.get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Kafka did not " + what + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Kafka did not " + what + " within " + ANSWER_WITHIN_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking Kafka to " + what, e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
