package io.tidewatch.benchmarks.latency;

import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How often each event was scored, and by which release, read from a decision-log that holds every
 * score. One thread.
 */
final class ScoredEvents {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String CHURN = "churn";

  private final long first;
  private final int[] times;
  private final Map<String, Integer> versions;
  private final Map<Integer, Integer> newest = new HashMap<>();
  private final Set<Integer> used = new HashSet<>();
  private long strangers;
  private long relapses;

  /**
   * Creates one to which nothing was added.
   *
   * @param first number of the first event that counts
   * @param events how many count
   * @param digests digests of the churn releases, in the order in which they were pushed
   */
  ScoredEvents(long first, int events, List<String> digests) {
    this.first = first;
    times = new int[events];
    versions = new HashMap<>();
    digests.forEach(digest -> versions.put(digest, versions.size()));
  }

  /** Reads everything that stands on decision-log. */
  static ScoredEvents read(String bootstrapServers, long first, int events, List<String> digests) {
    ScoredEvents scored = new ScoredEvents(first, events, digests);
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", bootstrapServers);
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("enable.auto.commit", "false");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer
          .partitionsFor(Topic.DECISION_LOG.topicName())
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Decoder decoder = new Decoder();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          decoder.decode(record.value(), record.partition(), scored);
        }
      }
    }
    return scored;
  }

  /** Counts one score; those of a partition come in the order in which the job made them. */
  void add(int partition, long event, String digest) {
    long place = event - first;
    if (place < 0 || place >= times.length) {
      return; // of the warm-up, or a rescoring of a silent customer
    }
    times[(int) place]++;
    Integer version = versions.get(digest);
    if (version == null) {
      strangers++;
      return;
    }
    used.add(version);
    if (version < newest.merge(partition, version, Math::max)) {
      relapses++;
    }
  }

  /** Returns how many events were never scored. */
  long lost() {
    return Arrays.stream(times).filter(count -> count == 0).count();
  }

  /** Returns how many events were scored more than once. */
  long doubled() {
    return Arrays.stream(times).filter(count -> count > 1).count();
  }

  /** Returns how many scores name a release that was never pushed. */
  long strangers() {
    return strangers;
  }

  /** Returns how many scores name a release whose place another one had taken before. */
  long relapses() {
    return relapses;
  }

  /** Returns how many of the releases scored at least one event. */
  int releasesUsed() {
    return used.size();
  }

  /** Reads what is needed of a record, and skips features and the rest. */
  private static final class Decoder {
    private static final List<String> FIELDS = List.of("kind", "models", "triggerEventId");

    private final GenericDatumReader<GenericRecord> reader;
    private BinaryDecoder decoder;

    Decoder() {
      Schema schema = Topic.DECISION_LOG.schema();
      List<Schema.Field> fields =
          schema.getFields().stream()
              .filter(field -> FIELDS.contains(field.name()))
              .map(field -> new Schema.Field(field, field.schema()))
              .toList();
      reader =
          new GenericDatumReader<>(
              schema,
              Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields));
    }

    void decode(byte[] value, int partition, ScoredEvents scored) {
      int header = DecisionDecoder.HEADER_BYTES;
      decoder = DecoderFactory.get().binaryDecoder(value, header, value.length - header, decoder);
      try {
        GenericRecord record = reader.read(null, decoder);
        if (record.get("kind").toString().equals(DecisionKind.SCORE.name())) {
          scored.add(
              partition,
              EventNumbers.number((CharSequence) record.get("triggerEventId")),
              digest((List<?>) record.get("models")));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read a record of decision-log", e);
      }
    }

    private static String digest(List<?> models) {
      for (Object model : models) {
        GenericRecord ref = (GenericRecord) model;
        if (ref.get("name").toString().equals(CHURN)) {
          return ref.get("sha256").toString();
        }
      }
      return "";
    }
  }
}
