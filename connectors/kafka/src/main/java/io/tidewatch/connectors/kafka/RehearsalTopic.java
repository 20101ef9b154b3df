package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of a job that is only rehearsed, see {@link KafkaOptions#REHEARSAL_TOPIC}: made for it,
 * read while it runs, removed with all that it holds. One thread.
 */
public final class RehearsalTopic implements AutoCloseable {
  /** What its name begins with. */
  public static final String PREFIX = "tidewatch-rehearsal-";

  private static final Logger LOG = LoggerFactory.getLogger(RehearsalTopic.class);

  private final String name;
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final RecordDecoder decoder;

  private RehearsalTopic(String name, Admin admin, ReadableConfig config) {
    this.name = name;
    this.admin = admin;
    Properties properties = ClientProperties.of(config);
    ClientProperties.setDefault(properties, "enable.auto.commit", false);
    ClientProperties.setDefault(properties, "auto.offset.reset", "earliest");
    this.decoder = new RecordDecoder(SchemaRegistryClient.of(config)::schema);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(new TopicPartition(name, 0)));
  }

  /**
   * Makes one, and removes those that are left of rehearsals which did not come to their end.
   *
   * @param config see {@link KafkaOptions}
   * @param copies copies of each record
   * @throws IllegalStateException if Kafka refuses
   */
  public static RehearsalTopic create(ReadableConfig config, int copies) {
    String name = PREFIX + UUID.randomUUID();
    Admin admin = Admin.create(ClientProperties.of(config));
    try {
      List<String> left =
          admin.listTopics().names().get().stream()
              .filter(topic -> topic.startsWith(PREFIX))
              .toList();
      admin.deleteTopics(left).all().get();
      NewTopic topic =
          new NewTopic(name, 1, (short) copies)
              .configs(Map.of("max.message.bytes", String.valueOf(KafkaSinks.MAX_REQUEST_BYTES)));
      admin.createTopics(List.of(topic)).all().get();
      return new RehearsalTopic(name, admin, config);
    } catch (ExecutionException e) {
      admin.close();
      throw new IllegalStateException(
          "Kafka did not make the topic " + name + ": " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      admin.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making the topic " + name, e);
    }
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /**
   * Returns how far each partition of another topic is written at this moment, also by transactions
   * that are not committed.
   */
  public Map<Integer, Long> written(Topic topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.topicName()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    Map<Integer, Long> ends = new HashMap<>();
    consumer
        .endOffsets(partitions)
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return ends;
  }

  /** Waits at most so long for records, and returns the scores among them in their order. */
  public List<CustomerScore> poll(Duration timeout) {
    List<CustomerScore> scores = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      try {
        scores.add((CustomerScore) decoder.decode(Topic.CUSTOMER_SCORES, record.value()));
      } catch (Undecodable e) {
        continue; // a decision of another kind
      }
    }
    return scores;
  }

  /**
   * Removes the topic, and what the job's consumer groups have committed, if anything.
   *
   * @throws IllegalStateException if Kafka refuses to remove the topic
   */
  public void remove(List<String> groups) {
    try {
      admin.deleteConsumerGroups(groups).all().whenComplete(RehearsalTopic::note);
      admin.deleteTopics(List.of(name)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Kafka did not remove the topic " + name + ": " + e.getCause().getMessage(),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A group without offsets is none; others are left to Kafka, which forgets them in a week. */
  private static void note(Void done, Throwable failure) {
    if (failure != null) {
      LOG.debug("consumer groups of a rehearsal remain", failure);
    }
  }

  @Override
  public void close() {
    consumer.close();
    admin.close();
  }
}
