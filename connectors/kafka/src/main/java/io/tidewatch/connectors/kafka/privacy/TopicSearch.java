package io.tidewatch.connectors.kafka.privacy;

import io.tidewatch.connectors.kafka.ClientProperties;
import io.tidewatch.connectors.kafka.KafkaOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks through the bytes of all records of all topics, whoever made them: keys, values and
 * headers, also of transactions that were not committed. Kafka's own topics are left out. For one
 * thread.
 */
public final class TopicSearch {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * What was found in a partition.
   *
   * @param records with a find
   * @param tombstones those of them that have no value, only a key
   * @param firstAt timestamp of the first of them
   * @param lastOffset of the last of them
   * @param lastAt timestamp of the last of them
   * @param others records without a find that lie before the last of them
   * @param terms how often, by what the terms are called
   */
  public record Found(
      TopicPartition partition,
      long records,
      long tombstones,
      Instant firstAt,
      long lastOffset,
      Instant lastAt,
      long others,
      Map<String, Long> terms) {}

  /** What is known of a partition so far. */
  private static final class Count {
    private long seen;
    private long records;
    private long tombstones;
    private ConsumerRecord<byte[], byte[]> first;
    private ConsumerRecord<byte[], byte[]> last;
    private long others;
    private final Map<String, Long> terms = new TreeMap<>();
  }

  private final SearchTerms terms;
  private final Map<TopicPartition, Count> counts = new HashMap<>();

  private TopicSearch(SearchTerms terms) {
    this.terms = terms;
  }

  /**
   * Searches what the topics hold at this moment.
   *
   * @param config see {@link KafkaOptions}
   * @param progress told the share that was read, 0 to 1
   * @return partitions with a find, in order
   * @throws IllegalStateException if Kafka stops answering
   */
  public static List<Found> run(ReadableConfig config, SearchTerms terms, DoubleConsumer progress) {
    TopicSearch search = new TopicSearch(terms);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            properties(config), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      search.read(consumer, progress);
    }
    return search.found();
  }

  private static Properties properties(ReadableConfig config) {
    Properties properties = ClientProperties.of(config);
    properties.putIfAbsent("enable.auto.commit", "false");
    properties.putIfAbsent("isolation.level", "read_uncommitted");
    return properties;
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer, DoubleConsumer progress) {
    List<TopicPartition> partitions = new ArrayList<>();
    consumer
        .listTopics()
        .forEach(
            (topic, infos) -> {
              if (!topic.startsWith("__")) {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
              }
            });
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    long total = Math.max(1, left(consumer, ends));
    long heardAt = System.nanoTime();
    for (long left = total; left > 0; left = left(consumer, ends)) {
      var polled = consumer.poll(POLL);
      polled.forEach(this::look);
      if (!polled.isEmpty()) {
        heardAt = System.nanoTime();
      } else if (System.nanoTime() - heardAt > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "Kafka gave nothing for %d s with %d offsets left; is a broker down?"
                .formatted(PATIENCE.toSeconds(), left));
      }
      progress.accept(1 - (double) left / total);
    }
    progress.accept(1);
  }

  private static long left(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
        .sum();
  }

  private void look(ConsumerRecord<byte[], byte[]> record) {
    Count count =
        counts.computeIfAbsent(
            new TopicPartition(record.topic(), record.partition()), p -> new Count());
    count.seen++;
    Map<String, Long> found = new TreeMap<>(terms.in(record.key()));
    terms.in(record.value()).forEach((term, times) -> found.merge(term, times, Long::sum));
    for (Header header : record.headers()) {
      terms.in(header.key()).forEach((term, times) -> found.merge(term, times, Long::sum));
      terms.in(header.value()).forEach((term, times) -> found.merge(term, times, Long::sum));
    }
    if (!found.isEmpty()) {
      count.records++;
      count.tombstones += record.value() == null ? 1 : 0;
      count.first = count.first == null ? record : count.first;
      count.last = record;
      count.others = count.seen - count.records;
      found.forEach((term, times) -> count.terms.merge(term, times, Long::sum));
    }
  }

  private static Instant at(ConsumerRecord<byte[], byte[]> record) {
    return Instant.ofEpochMilli(Math.max(0, record.timestamp()));
  }

  private List<Found> found() {
    List<Found> found = new ArrayList<>();
    counts.forEach(
        (partition, count) -> {
          if (count.records > 0) {
            found.add(
                new Found(
                    partition,
                    count.records,
                    count.tombstones,
                    at(count.first),
                    count.last.offset(),
                    at(count.last),
                    count.others,
                    count.terms));
          }
        });
    found.sort(
        (a, b) -> {
          int byTopic = a.partition().topic().compareTo(b.partition().topic());
          return byTopic != 0
              ? byTopic
              : Integer.compare(a.partition().partition(), b.partition().partition());
        });
    return List.copyOf(found);
  }
}
