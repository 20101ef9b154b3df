package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.KafkaOptions.StartingOffsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Says where a source starts as numbers. Flink's own initializers say "committed" and "latest" by a
 * mark, which stays in the checkpoints until the partition's first record: a job that goes back to
 * such a checkpoint would leave out what was processed or written since. Immutable.
 */
final class ResolvedOffsets implements OffsetsInitializer {
  private static final long serialVersionUID = 1L;

  private final StartingOffsets start;

  ResolvedOffsets(StartingOffsets start) {
    this.start = start;
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever broker) {
    Map<TopicPartition, Long> offsets =
        new HashMap<>(
            start == StartingOffsets.LATEST
                ? broker.endOffsets(partitions)
                : broker.beginningOffsets(partitions));
    if (start == StartingOffsets.COMMITTED) {
      broker
          .committedOffsets(partitions)
          .forEach(
              (partition, committed) ->
                  offsets.computeIfPresent(partition, (p, first) -> committed));
    }
    return offsets;
  }

  /** What retention has taken by the time it is read is skipped. */
  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.EARLIEST;
  }
}
