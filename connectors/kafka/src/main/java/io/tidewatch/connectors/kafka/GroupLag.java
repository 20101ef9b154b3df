package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Says how many records lie between what the scoring job has committed, which it does with its
 * checkpoints, and the ends of the event topics. Heartbeats count as records. Thread-safe.
 */
public final class GroupLag implements AutoCloseable {
  private static final int ANSWER_WITHIN_SECONDS = 5;

  private final Admin admin;
  private final String group;

  /**
   * Connects.
   *
   * @param config see {@link KafkaOptions}, with the job's {@link KafkaOptions#GROUP_ID}
   */
  public GroupLag(ReadableConfig config) {
    this.admin = Admin.create(ClientProperties.of(config));
    this.group = config.get(KafkaOptions.GROUP_ID);
  }

  /**
   * Asks Kafka.
   *
   * @return records by topic name; empty if the job has committed nothing yet
   * @throws IllegalStateException if Kafka does not answer within 5 seconds
   */
  public Map<String, Long> byTopic() {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
      Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
      committed.forEach(
          (partition, offset) -> {
            if (offset != null && isEvent(partition)) {
              wanted.put(partition, OffsetSpec.latest());
            }
          });
      Map<TopicPartition, ListOffsetsResultInfo> ends =
          admin.listOffsets(wanted).all().get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
      Map<String, Long> lag = new TreeMap<>();
      ends.forEach(
          (partition, end) ->
              lag.merge(
                  partition.topic(),
                  Math.max(0, end.offset() - committed.get(partition).offset()),
                  Long::sum));
      return lag;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "Kafka does not say how far group " + group + " is; is it reachable?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking Kafka for offsets", e);
    }
  }

  private static boolean isEvent(TopicPartition partition) {
    return Topic.named(partition.topic()).isEvent();
  }

  @Override
  public void close() {
    admin.close();
  }
}
