package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads decoded records outside Flink: commands, the demo, tests. Reads all partitions of its
 * topics without a consumer group, and only what committed transactions wrote. One thread at a
 * time.
 */
public final class RecordConsumer implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final RecordReader reader;
  private final List<TopicPartition> partitions;

  private RecordConsumer(ReadableConfig config, Collection<Topic> topics) {
    Properties properties = ClientProperties.of(config);
    ClientProperties.setDefault(properties, "isolation.level", "read_committed");
    ClientProperties.setDefault(properties, "enable.auto.commit", false);
    this.reader = new RecordReader(config);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
  }

  /**
   * Reads from the first record that Kafka still has.
   *
   * @param config see {@link KafkaOptions}
   */
  public static RecordConsumer fromBeginning(ReadableConfig config, Collection<Topic> topics) {
    RecordConsumer reader = new RecordConsumer(config, topics);
    reader.consumer.seekToBeginning(reader.partitions);
    return reader;
  }

  /**
   * Reads on from offsets: also where Kafka has no longer, or never had, the record at one, and
   * then from the first that it has.
   *
   * @param config see {@link KafkaOptions}
   * @param offsets where to begin; partitions that are not in it begin with their first record
   */
  public static RecordConsumer fromOffsets(
      ReadableConfig config, Collection<Topic> topics, Map<TopicPartition, Long> offsets) {
    RecordConsumer reader = new RecordConsumer(config, topics);
    reader.consumer.seekToBeginning(reader.partitions);
    Map<TopicPartition, Long> ends = reader.consumer.endOffsets(reader.partitions);
    Map<TopicPartition, Long> beginnings = reader.consumer.beginningOffsets(reader.partitions);
    offsets.forEach(
        (partition, offset) -> {
          boolean there =
              ends.containsKey(partition)
                  && offset <= ends.get(partition)
                  && offset >= beginnings.get(partition);
          if (there) {
            reader.consumer.seek(partition, offset);
          }
        });
    return reader;
  }

  /**
   * Reads from the first record of each partition whose timestamp is at or after a time.
   *
   * @param config see {@link KafkaOptions}
   */
  public static RecordConsumer since(
      ReadableConfig config, Collection<Topic> topics, Instant time) {
    RecordConsumer reader = new RecordConsumer(config, topics);
    Map<TopicPartition, Long> times =
        reader.partitions.stream()
            .collect(Collectors.toMap(partition -> partition, partition -> time.toEpochMilli()));
    reader.consumer.seekToEnd(reader.partitions);
    reader
        .consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                reader.consumer.seek(partition, found.offset());
              }
            });
    return reader;
  }

  /**
   * Reads what is written from now on.
   *
   * @param config see {@link KafkaOptions}
   */
  public static RecordConsumer fromEnd(ReadableConfig config, Collection<Topic> topics) {
    RecordConsumer reader = new RecordConsumer(config, topics);
    reader.consumer.seekToEnd(reader.partitions);
    // Seeking is lazy; "now" is this moment and not the first poll.
    reader.partitions.forEach(reader.consumer::position);
    return reader;
  }

  /**
   * Waits at most so long for records and returns them in the order of their partitions.
   *
   * @throws RegistryUnavailableException if the registry does not answer
   */
  public List<ConsumedRecord> poll(Duration timeout) {
    List<ConsumedRecord> records = new ArrayList<>();
    consumer.poll(timeout).forEach(record -> records.add(reader.read(record)));
    return records;
  }

  /** Returns whether everything that the topics hold at this moment has been polled. */
  public boolean atEnd() {
    return left(ends()) == 0;
  }

  /**
   * Returns the offset behind the last record of each partition at this moment.
   *
   * @throws org.apache.kafka.common.errors.TimeoutException if the broker does not answer
   */
  public Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(partitions);
  }

  /** Returns how many offsets lie between what was polled and ends; 0 where all of it was. */
  public long left(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
        .sum();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
