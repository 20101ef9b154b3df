package io.tidewatch.connectors.gateway.query;

import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.Topic;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Opens consumers of topics. */
@FunctionalInterface
public interface RecordSource {
  /**
   * Opens a consumer.
   *
   * @param offsets where to begin in partitions; others from their first record
   */
  RecordConsumer open(Collection<Topic> topics, Map<TopicPartition, Long> offsets);
}
