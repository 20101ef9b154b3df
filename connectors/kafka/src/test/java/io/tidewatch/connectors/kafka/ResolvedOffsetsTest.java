package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.KafkaOptions.StartingOffsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer.PartitionOffsetsRetriever;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ResolvedOffsetsTest {
  private static final TopicPartition READ = new TopicPartition("clickstream", 0);
  private static final TopicPartition NEVER_READ = new TopicPartition("clickstream", 1);

  @Test
  void sayWhereTheFirstRecordIs() {
    assertThat(offsets(StartingOffsets.EARLIEST)).isEqualTo(Map.of(READ, 10L, NEVER_READ, 0L));
  }

  @Test
  void sayWhereTheLastRecordEnds() {
    assertThat(offsets(StartingOffsets.LATEST)).isEqualTo(Map.of(READ, 90L, NEVER_READ, 30L));
  }

  @Test
  void sayWhereTheGroupLeftOff() {
    assertThat(offsets(StartingOffsets.COMMITTED)).isEqualTo(Map.of(READ, 55L, NEVER_READ, 0L));
  }

  private static Map<TopicPartition, Long> offsets(StartingOffsets start) {
    return new ResolvedOffsets(start).getPartitionOffsets(List.of(READ, NEVER_READ), new Broker());
  }

  /** What a broker answers about two partitions, of which the group has read one. */
  private static final class Broker implements PartitionOffsetsRetriever {
    @Override
    public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions) {
      return Map.of(READ, 55L);
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
      return Map.of(READ, 90L, NEVER_READ, 30L);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
      return Map.of(READ, 10L, NEVER_READ, 0L);
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> timestamps) {
      throw new UnsupportedOperationException("nobody asks by time");
    }
  }
}
