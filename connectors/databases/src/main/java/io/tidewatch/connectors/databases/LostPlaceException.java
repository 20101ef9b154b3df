package io.tidewatch.connectors.databases;

import org.apache.kafka.common.TopicPartition;

/** Another process writes the records of a partition that this one took for its own. */
final class LostPlaceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostPlaceException(TopicPartition partition) {
    super(
        "another process writes %s for the same sink; each sink.group-id may have processes of one Kafka consumer group alone"
            .formatted(partition));
  }
}
