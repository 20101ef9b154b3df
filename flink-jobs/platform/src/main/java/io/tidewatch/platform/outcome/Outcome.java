package io.tidewatch.platform.outcome;

import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Everything that a run decided: a fingerprint of each record's bytes by its id, topic by topic.
 * Equal bytes are equal decisions down to the last bit of every score and feature. One thread.
 */
public final class Outcome {
  /** The topics and the fields that hold the ids; a score on customer-scores is its own id. */
  private static final Map<Topic, String> IDS =
      new EnumMap<>(
          Map.of(
              Topic.DECISION_LOG, "decisionId",
              Topic.CHURN_ALERTS, "alertId",
              Topic.NEXT_BEST_OFFERS, "decisionId",
              Topic.SUPPRESSIONS, "suppressionId",
              Topic.CUSTOMER_SCORES, ""));

  private static final Map<Topic, IdReader> READERS = readers();
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<Topic, Map<String, Seen>> records = new EnumMap<>(Topic.class);
  private final Map<Topic, Map<String, Seen>> conflicts = new EnumMap<>(Topic.class);
  private final Optional<RecordFile> file;
  private long duplicates;

  /**
   * A record that was there.
   *
   * @param position where it stands in the file, if there is one
   */
  private record Seen(long fingerprint, long position) {}

  /**
   * Creates an empty one.
   *
   * @param file keeps the records, so that {@link #differences} can tell how they differ
   */
  Outcome(Set<Topic> topics, Optional<RecordFile> file) {
    this.file = file;
    for (Topic topic : topics) {
      records.put(topic, new HashMap<>());
      conflicts.put(topic, new HashMap<>());
    }
  }

  /** Returns all topics that can be compared. */
  public static Set<Topic> allTopics() {
    return IDS.keySet();
  }

  /**
   * Reads everything that stands on output topics, as a reader of committed records does.
   *
   * @param topics some of {@link #allTopics}
   */
  public static Outcome read(String bootstrapServers, Set<Topic> topics) {
    return new Outcome(topics, Optional.empty()).read(bootstrapServers);
  }

  /**
   * Reads them likewise, and keeps them.
   *
   * @param file to be written anew
   */
  public static Outcome read(String bootstrapServers, Set<Topic> topics, Path file) {
    try (RecordFile records = new RecordFile(file)) {
      return new Outcome(topics, Optional.of(records)).read(bootstrapServers);
    }
  }

  private Outcome read(String bootstrapServers) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", bootstrapServers);
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("enable.auto.commit", "false");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (Topic topic : topics()) {
        consumer
            .partitionsFor(topic.topicName())
            .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          add(Topic.named(record.topic()), record.value());
        }
      }
    }
    return this;
  }

  void add(Topic topic, byte[] value) {
    long fingerprint = fingerprint(value);
    String id =
        IDS.get(topic).isEmpty()
            ? HexFormat.of().toHexDigits(fingerprint)
            : READERS.get(topic).id(value);
    Seen before = records.get(topic).get(id);
    if (before == null) {
      records.get(topic).put(id, seen(fingerprint, value));
    } else if (before.fingerprint() == fingerprint) {
      duplicates++;
    } else {
      conflicts.get(topic).put(id, seen(fingerprint, value));
    }
  }

  private Seen seen(long fingerprint, byte[] value) {
    return new Seen(fingerprint, file.map(it -> it.add(value)).orElse(-1L));
  }

  /** Returns how many distinct records there are on a topic. */
  public int count(Topic topic) {
    return records.get(topic).size();
  }

  /** Returns how many distinct records there are on all topics. */
  public long count() {
    return records.values().stream().mapToLong(Map::size).sum();
  }

  /** Returns the topics that are compared. */
  public Set<Topic> topics() {
    return records.keySet();
  }

  /** Compares the outcome of a disturbed run with this one. */
  public Comparison compare(Outcome disturbed) {
    long equal = 0;
    long lost = 0;
    long differing = 0;
    long unexpected = 0;
    for (Topic topic : topics()) {
      Map<String, Seen> expected = records.get(topic);
      Map<String, Seen> found = disturbed.records.get(topic);
      for (Map.Entry<String, Seen> entry : expected.entrySet()) {
        Seen other = found.get(entry.getKey());
        if (other == null) {
          lost++;
        } else if (other.fingerprint() == entry.getValue().fingerprint()) {
          equal++;
        } else {
          differing++;
        }
      }
      unexpected += found.keySet().stream().filter(id -> !expected.containsKey(id)).count();
      differing += disturbed.conflicts.get(topic).size();
    }
    return new Comparison(equal, lost, unexpected, differing, disturbed.duplicates);
  }

  /**
   * Returns the records of a disturbed run that are not as in this one, the first in stream time
   * first.
   *
   * @param most how many at most
   * @throws IllegalStateException if not both outcomes were read into files
   */
  public List<Difference> differences(Outcome disturbed, int most) {
    RecordFile here = file.orElseThrow(Outcome::notKept);
    RecordFile there = disturbed.file.orElseThrow(Outcome::notKept);
    Differences differences = new Differences(most);
    for (Topic topic : topics()) {
      Map<String, Seen> expected = records.get(topic);
      Map<String, Seen> found = disturbed.records.get(topic);
      expected.forEach(
          (id, seen) -> {
            Seen other = found.get(id);
            if (other == null) {
              differences.lost(topic, id, here.at(seen.position()));
            } else if (other.fingerprint() != seen.fingerprint()) {
              differences.differing(
                  topic, id, here.at(seen.position()), there.at(other.position()));
            }
          });
      found.forEach(
          (id, seen) -> {
            if (!expected.containsKey(id)) {
              differences.unexpected(topic, id, there.at(seen.position()));
            }
          });
      disturbed
          .conflicts
          .get(topic)
          .forEach(
              (id, seen) ->
                  differences.differing(
                      topic, id, there.at(found.get(id).position()), there.at(seen.position())));
    }
    return differences.first();
  }

  private static IllegalStateException notKept() {
    return new IllegalStateException("the records were not kept; read them into a file");
  }

  /**
   * What a disturbed run decided beside an undisturbed one.
   *
   * @param equal records with the same id and the same bytes
   * @param lost records that are missing
   * @param unexpected records that the undisturbed run does not have
   * @param differing records with the same id and other bytes
   * @param duplicates records that were written again, with the same id and the same bytes
   */
  public record Comparison(
      long equal, long lost, long unexpected, long differing, long duplicates) {
    /** Returns whether there is something, and all of it is the same. */
    public boolean same() {
      return equal > 0 && lost == 0 && unexpected == 0 && differing == 0;
    }
  }

  private static long fingerprint(byte[] value) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      // Without the number that a registry happened to give to the schema.
      sha.update(value, DecisionReader.HEADER_BYTES, value.length - DecisionReader.HEADER_BYTES);
      byte[] digest = sha.digest();
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static Map<Topic, IdReader> readers() {
    Map<Topic, IdReader> readers = new EnumMap<>(Topic.class);
    IDS.forEach(
        (topic, field) -> {
          if (!field.isEmpty()) {
            readers.put(topic, new IdReader(topic.schema(), field));
          }
        });
    return readers;
  }

  /** Reads the id of a record and skips the rest. */
  private static final class IdReader {
    private final String field;
    private final GenericDatumReader<GenericRecord> reader;

    IdReader(Schema schema, String field) {
      this.field = field;
      Schema.Field id = schema.getField(field);
      this.reader =
          new GenericDatumReader<>(
              schema,
              Schema.createRecord(
                  schema.getName(),
                  null,
                  schema.getNamespace(),
                  false,
                  List.of(new Schema.Field(id, id.schema()))));
    }

    String id(byte[] value) {
      try {
        return reader
            .read(
                null,
                DecoderFactory.get()
                    .binaryDecoder(
                        value,
                        DecisionReader.HEADER_BYTES,
                        value.length - DecisionReader.HEADER_BYTES,
                        null))
            .get(field)
            .toString();
      } catch (IOException e) {
        throw new UncheckedIOException("a decision cannot be read", e);
      }
    }
  }
}
