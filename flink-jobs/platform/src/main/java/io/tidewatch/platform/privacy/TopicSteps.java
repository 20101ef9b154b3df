package io.tidewatch.platform.privacy;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.privacy.TopicErasure;
import io.tidewatch.connectors.kafka.privacy.TopicErasure.Keeping;
import io.tidewatch.connectors.kafka.privacy.TopicSearch;
import io.tidewatch.connectors.kafka.privacy.TopicSearch.Found;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.common.TopicPartition;

/** What an erasure does to topics: removes keys, purges, and says what is left. One thread. */
final class TopicSteps {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Configuration config;
  private final CustomerFacts facts;

  TopicSteps(Configuration config, CustomerFacts facts) {
    this.config = config;
    this.facts = facts;
  }

  /** Removes the customer's keys from every topic that keeps the newest record of each. */
  void removeKeys() {
    try (RecordProducer producer = new RecordProducer(config)) {
      for (Topic topic : TopicErasure.compactedByCustomer()) {
        keys(topic).forEach(id -> producer.remove(topic, id));
      }
    }
  }

  /** Only keys that are there: a removal holds the id too, until it is compacted away. */
  private Set<String> keys(Topic topic) {
    Set<String> keys = new TreeSet<>();
    try (RecordConsumer consumer = RecordConsumer.fromBeginning(config, List.of(topic))) {
      do {
        for (ConsumedRecord record : consumer.poll(POLL)) {
          if (!facts.isOf(record.key())) {
            continue;
          }
          if (record.kind() == ConsumedRecord.Kind.REMOVAL) {
            keys.remove(record.key());
          } else {
            keys.add(record.key());
          }
        }
      } while (!consumer.atEnd());
    }
    return keys;
  }

  /** Looks where the ids are. */
  List<Found> find(DoubleConsumer progress) {
    return TopicSearch.run(config, facts.idTerms(), progress);
  }

  /**
   * Takes the partitions' beginnings away up to the customer's last record, where topics delete at
   * all and every consumer group is past it.
   *
   * @param patience how long to wait for groups
   * @param agree asked before, with what would go
   * @return how many records of others went, by partition; of those that are left as they are, a
   *     sentence why
   */
  Map<TopicPartition, String> purge(List<Found> found, Duration patience, Predicate<String> agree)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Map<TopicPartition, String> said = new HashMap<>();
    try (TopicErasure kafka = new TopicErasure(config)) {
      Map<String, Keeping> keeping = kafka.keeping(topics(found));
      Map<TopicPartition, Long> upTo = new HashMap<>();
      long others = 0;
      long own = 0;
      for (Found one : found) {
        if (!keeping.get(one.partition().topic()).deletes()) {
          continue;
        }
        Map<String, Long> behind = kafka.behind(one.partition(), one.lastOffset());
        while (!behind.isEmpty() && System.nanoTime() < deadline) {
          Thread.sleep(POLL.toMillis());
          behind = kafka.behind(one.partition(), one.lastOffset());
        }
        if (behind.isEmpty()) {
          upTo.put(one.partition(), one.lastOffset());
          others += one.others();
          own += one.records();
          said.put(one.partition(), "purged, with %,d records of others".formatted(one.others()));
        } else {
          said.put(
              one.partition(), "not purged: groups " + behind.keySet() + " have not read it yet");
        }
      }
      boolean agreed =
          upTo.isEmpty()
              || agree.test(
                  "%,d records of the customer go from %d partitions, and with them %,d records of"
                          .formatted(own, upTo.size(), others)
                      + " others that are older");
      if (!agreed) {
        upTo.keySet().forEach(partition -> said.put(partition, "not purged: nobody agreed"));
      } else if (!upTo.isEmpty()) {
        kafka.purge(upTo);
      }
    }
    return said;
  }

  /** Writes a row for each topic with something, before and after. */
  void report(
      List<Found> before,
      Map<TopicPartition, String> purged,
      List<Found> after,
      ErasureReceipt receipt) {
    try (TopicErasure kafka = new TopicErasure(config)) {
      Map<String, Keeping> keeping = kafka.keeping(topics(before));
      Map<String, List<Found>> left =
          after.stream().collect(Collectors.groupingBy(f -> f.partition().topic()));
      for (String topic : topics(before)) {
        Keeping kept = keeping.get(topic);
        List<Found> there = left.getOrDefault(topic, List.of());
        receipt.add(
            new ErasureReceipt.Place(
                "topic " + topic,
                done(topic, before, purged),
                there.isEmpty() ? "" : remains(there),
                there.isEmpty() ? "" : until(kept, there)));
      }
    }
  }

  private static List<String> topics(List<Found> found) {
    return found.stream().map(one -> one.partition().topic()).distinct().sorted().toList();
  }

  private static String done(String topic, List<Found> before, Map<TopicPartition, String> purged) {
    Map<String, Integer> sentences = new TreeMap<>();
    for (Found one : before) {
      if (one.partition().topic().equals(topic) && purged.containsKey(one.partition())) {
        sentences.merge(purged.get(one.partition()), 1, Integer::sum);
      }
    }
    boolean removed =
        TopicErasure.compactedByCustomer().stream().anyMatch(t -> t.topicName().equals(topic));
    if (removed) {
      sentences.put("key removed", 1);
    }
    return sentences.isEmpty() ? "left to its retention" : String.join("; ", sentences.keySet());
  }

  private static String remains(List<Found> there) {
    long records = there.stream().mapToLong(Found::records).sum();
    long tombstones = there.stream().mapToLong(Found::tombstones).sum();
    return tombstones == 0
        ? "%,d records".formatted(records)
        : "%,d records, %,d of them removals".formatted(records, tombstones);
  }

  private static String until(Keeping kept, List<Found> there) {
    Instant last = there.stream().map(Found::lastAt).max(Instant::compareTo).orElse(Instant.EPOCH);
    if (kept.deletes() && kept.retention().isPresent()) {
      return day(last, kept.retention().get()) + " (retention)";
    }
    if (kept.compacts()) {
      return "the next compaction, and for removals " + day(last, kept.tombstones()) + " or later";
    }
    return "for ever: the topic keeps everything";
  }

  private static String day(Instant from, Duration kept) {
    return from.plus(kept).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
