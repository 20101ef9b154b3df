package io.tidewatch.connectors.files;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes what a topic holds at one moment to a Parquet file, a row a record. Holds one group of
 * rows at a time. For one thread.
 */
public final class TopicExport {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Topic topic;
  private final long max;
  private long exported;
  private long removals;
  private long undecodable;

  /**
   * Prepares.
   *
   * @param max how many records at most
   */
  public TopicExport(Topic topic, long max) {
    this.topic = topic;
    this.max = max;
  }

  /**
   * What came of a topic.
   *
   * @param exported records that became rows
   * @param removals null values, which are no rows
   * @param undecodable records whose bytes cannot be decoded, which are no rows
   */
  public record Result(long exported, long removals, long undecodable) {}

  /**
   * Writes the records from where the consumer stands to where the topic ends now; what is written
   * to the topic meanwhile is not waited for. The file appears when it is complete.
   *
   * @param consumer reads the topic, and nothing else; moves on
   * @param file in place of a file of its name
   * @param progress told the share of the topic that was read, 0 to 1
   * @throws IOException if the file cannot be written; then there is none
   * @throws IllegalStateException if the topic does not exist
   */
  public Result run(RecordConsumer consumer, Path file, DoubleConsumer progress)
      throws IOException {
    exported = 0;
    removals = 0;
    undecodable = 0;
    Map<TopicPartition, Long> ends = consumer.ends();
    if (ends.isEmpty()) {
      throw new IllegalStateException(
          "there is no topic " + topic.topicName() + "; ./tidewatch topics create makes it");
    }
    long total = Math.max(1, consumer.left(ends));
    try (ParquetFile parquet = ParquetFile.begin(file, topic)) {
      while (exported < max && consumer.left(ends) > 0) {
        List<ConsumedRecord> polled = consumer.poll(POLL);
        if (polled.isEmpty()) {
          consumer.ends(); // fails if the broker is gone, where polls would be empty for ever
        }
        for (ConsumedRecord record : polled) {
          if (record.offset() < ends.get(partition(record))) {
            add(record, parquet);
          }
        }
        progress.accept(1 - (double) consumer.left(ends) / total);
      }
      parquet.complete();
    }
    progress.accept(1);
    return new Result(exported, removals, undecodable);
  }

  private static TopicPartition partition(ConsumedRecord record) {
    return new TopicPartition(record.topic().topicName(), record.partition());
  }

  private void add(ConsumedRecord record, ParquetFile parquet) throws IOException {
    if (exported == max) {
      return;
    }
    switch (record.kind()) {
      case RECORD -> {
        parquet.add(record.record().orElseThrow());
        exported++;
      }
      case REMOVAL -> removals++;
      case UNDECODABLE -> undecodable++;
      case HEARTBEAT -> {
        // Says how late it is on the topic, to the job.
      }
    }
  }
}
