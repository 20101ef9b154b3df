package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds the records that dead letters tell of: in the letter, or where a letter holds no copy, as
 * of tickets and of large values, on the topic that it came from. One thread.
 */
public final class RefusedRecords implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final RecordReader reader;

  /**
   * Connects.
   *
   * @param config see {@link KafkaOptions}
   */
  public RefusedRecords(ReadableConfig config) {
    Properties properties = ClientProperties.of(config);
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("auto.offset.reset", "none");
    properties.setProperty("max.poll.records", "1");
    this.reader = new RecordReader(config);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Returns the refused record, decoded if that is possible now.
   *
   * @return empty if neither the letter nor its topic has it any more
   * @throws IllegalArgumentException if the letter's topic is none of the catalogue
   * @throws RegistryUnavailableException if the registry does not answer
   */
  public Optional<ConsumedRecord> of(DeadLetter letter) {
    if (letter.getValue() != null) {
      return Optional.of(
          reader.read(
              new ConsumerRecord<>(
                  letter.getTopic(),
                  letter.getPartition(),
                  Math.max(0, letter.getOffset()),
                  letter.getRecordedAt().toEpochMilli(),
                  TimestampType.CREATE_TIME,
                  -1,
                  -1,
                  bytes(letter.getKey()),
                  bytes(letter.getValue()),
                  new RecordHeaders(),
                  Optional.empty())));
    }
    return letter.getOffset() < 0 ? Optional.empty() : onTopic(letter).map(reader::read);
  }

  private Optional<ConsumerRecord<byte[], byte[]>> onTopic(DeadLetter letter) {
    TopicPartition partition = new TopicPartition(letter.getTopic(), letter.getPartition());
    consumer.assign(List.of(partition));
    consumer.seek(partition, letter.getOffset());
    Instant until = Instant.now().plus(PATIENCE);
    try {
      while (consumer.position(partition) <= letter.getOffset() && Instant.now().isBefore(until)) {
        ConsumerRecords<byte[], byte[]> found = consumer.poll(Duration.ofMillis(200));
        for (ConsumerRecord<byte[], byte[]> record : found) {
          // Compaction may have left a later one only.
          return record.offset() == letter.getOffset() ? Optional.of(record) : Optional.empty();
        }
      }
      return Optional.empty();
    } catch (OffsetOutOfRangeException e) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
