package io.tidewatch.connectors.databases;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Topic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What some records of several topics do to the tables, all of them at once. Not thread-safe. */
final class Batch {
  /** What they do to one table: first rows go, then rows come. */
  static final class Changes {
    private final Map<String, ConsumedRecord> removals = new LinkedHashMap<>();
    private final Map<List<Object>, ConsumedRecord> rows = new LinkedHashMap<>();

    List<ConsumedRecord> removals() {
      return List.copyOf(removals.values());
    }

    List<ConsumedRecord> rows() {
      return List.copyOf(rows.values());
    }
  }

  private final int size;
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final List<ConsumedRecord> undecodable = new ArrayList<>();
  private final List<ErasureRequest> erasures = new ArrayList<>();
  private final Map<Topic, Changes> changes = new EnumMap<>(Topic.class);

  /**
   * Sorts records.
   *
   * @param records in the order of each partition
   */
  Batch(List<ConsumedRecord> records) {
    this.size = records.size();
    records.forEach(this::add);
  }

  private void add(ConsumedRecord record) {
    next.put(
        new TopicPartition(record.topic().topicName(), record.partition()), record.offset() + 1);
    switch (record.kind()) {
      case RECORD -> addRecord(record);
      case REMOVAL -> addRemoval(record);
      case UNDECODABLE -> undecodable.add(record);
      case HEARTBEAT -> {}
    }
  }

  private void addRecord(ConsumedRecord record) {
    if (record.record().orElseThrow() instanceof ErasureRequest erasure) {
      erasures.add(erasure);
      return;
    }
    List<Object> key = SinkTable.of(record.topic()).key(record.record().get());
    // Of two records with one key the newer wins, as in the table; a statement may not have both.
    changes(record.topic()).rows.merge(key, record, Batch::newer);
  }

  private static ConsumedRecord newer(ConsumedRecord one, ConsumedRecord two) {
    return two.topic().timeMicrosOf(two.record().orElseThrow())
            >= one.topic().timeMicrosOf(one.record().orElseThrow())
        ? two
        : one;
  }

  private void addRemoval(ConsumedRecord record) {
    if (record.topic() == Topic.ERASURES) {
      return;
    }
    Changes changes = changes(record.topic());
    changes.rows.values().removeIf(row -> row.key().equals(record.key()));
    changes.removals.put(record.key(), record);
  }

  private Changes changes(Topic topic) {
    return changes.computeIfAbsent(topic, t -> new Changes());
  }

  int size() {
    return size;
  }

  /** For each partition of which there are records, the offset behind the last. */
  Map<TopicPartition, Long> next() {
    return next;
  }

  List<ConsumedRecord> undecodable() {
    return undecodable;
  }

  List<ErasureRequest> erasures() {
    return erasures;
  }

  Map<Topic, Changes> changes() {
    return changes;
  }
}
