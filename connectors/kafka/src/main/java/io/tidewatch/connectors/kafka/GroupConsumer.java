package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics as a member of a consumer group: what committed transactions wrote, from where the
 * group left off, or from the first record where it never read. Nothing is committed but what
 * {@link #commit} is told. One thread at a time.
 */
public final class GroupConsumer implements AutoCloseable {
  private final List<String> topics;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final RecordReader reader;

  /**
   * Connects.
   *
   * @param config see {@link KafkaOptions}; {@code group.id} and what decides about offsets cannot
   *     be changed by its properties
   * @param group name of the consumer group
   */
  public GroupConsumer(ReadableConfig config, Collection<Topic> topics, String group) {
    Properties properties = ClientProperties.of(config);
    properties.setProperty("group.id", group);
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("auto.offset.reset", "earliest");
    // Members give up all partitions at each change, so that one listener sees a whole assignment.
    properties.setProperty("partition.assignment.strategy", RangeAssignor.class.getName());
    this.topics = topics.stream().map(Topic::topicName).toList();
    this.reader = new RecordReader(config);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Told by {@link #poll} what the member reads. */
  public interface Listener {
    /** From now on it reads these partitions, from the offsets that the group committed. */
    void assigned(Collection<TopicPartition> partitions);

    /**
     * From now on it reads none; offsets may still be committed.
     *
     * @param lost whether others may read them already; then commits are in vain
     */
    void revoked(boolean lost);
  }

  /** Joins the group; the first {@link #poll} takes part in it. */
  public void subscribe(Listener listener) {
    consumer.subscribe(
        topics,
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            listener.assigned(partitions);
          }

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            listener.revoked(false);
          }

          @Override
          public void onPartitionsLost(Collection<TopicPartition> partitions) {
            listener.revoked(true);
          }
        });
  }

  /**
   * Waits at most so long for records.
   *
   * @throws RegistryUnavailableException if the registry does not answer
   */
  public List<ConsumedRecord> poll(Duration timeout) {
    List<ConsumedRecord> records = new ArrayList<>();
    consumer.poll(timeout).forEach(record -> records.add(reader.read(record)));
    return records;
  }

  /** Stops or goes on giving records; the member stays in its group either way. */
  public void pause(boolean paused) {
    if (paused) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
  }

  /**
   * Reads on from elsewhere than the group committed: from the first record at or behind each
   * offset that Kafka still has, and from its first where it never had the offset.
   *
   * @param offsets by partition, all of them assigned
   */
  public void seek(Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, Long> first = consumer.beginningOffsets(offsets.keySet());
    Map<TopicPartition, Long> end = consumer.endOffsets(offsets.keySet());
    offsets.forEach(
        (partition, offset) ->
            consumer.seek(
                partition,
                offset > end.get(partition)
                    ? first.get(partition)
                    : Math.max(offset, first.get(partition))));
  }

  /** Returns how many records the member has not been given yet, as far as it knows. */
  public long lag() {
    return consumer.assignment().stream()
        .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
        .sum();
  }

  /**
   * Commits where the group goes on, and waits for the broker.
   *
   * @param offsets by partition, the first offset that is not done
   * @throws org.apache.kafka.common.KafkaException if the member does not read them any more
   */
  public void commit(Map<TopicPartition, Long> offsets) {
    consumer.commitSync(
        offsets.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, e -> new OffsetAndMetadata(e.getValue()))));
  }

  /** Leaves the group; the listener is told before. */
  @Override
  public void close() {
    consumer.close();
  }
}
