package io.tidewatch.connectors.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.registry.RegistryEntry.Level;
import io.tidewatch.connectors.registry.RegistryEntry.State;
import io.tidewatch.connectors.registry.RegistryEntry.Version;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The compacted topic {@value #NAME}, where the registry keeps its entries as JSON. Keys name what
 * an entry is about, so that the newest entry about it survives compaction. One registry per Kafka
 * cluster may write to it. Thread-safe.
 */
final class SchemaTopic implements AutoCloseable {
  static final String NAME = "_schemas";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TopicPartition PARTITION = new TopicPartition(NAME, 0);
  private static final Duration WAIT = Duration.ofSeconds(30);

  private final Map<String, Object> clients;
  private final String bootstrapServers;
  private final KafkaProducer<String, String> producer;

  /**
   * Creates the topic if it is missing.
   *
   * @param clients properties of Kafka clients, bootstrap.servers among them
   */
  SchemaTopic(Map<String, Object> clients) {
    this.clients = Map.copyOf(clients);
    this.bootstrapServers = String.valueOf(clients.get("bootstrap.servers"));
    create();
    Map<String, Object> properties = new HashMap<>(clients);
    properties.put("acks", "all");
    properties.put("max.request.size", 2 << 20);
    this.producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
  }

  private void create() {
    NewTopic topic =
        new NewTopic(NAME, Optional.of(1), Optional.empty())
            .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "" + (2 << 20)));
    try (Admin admin = Admin.create(clients)) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException(
            "cannot create topic " + NAME + " on " + bootstrapServers, e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topic " + NAME, e);
    }
  }

  /** Reads all entries that the topic holds now, oldest first. */
  void replay(Consumer<RegistryEntry> entries) {
    try (var consumer =
        new KafkaConsumer<>(clients, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
      while (consumer.position(PARTITION) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          if (record.value() != null) {
            entries.accept(entry(record));
          }
        }
      }
    }
  }

  /** Writes an entry and waits until Kafka has it. */
  void write(RegistryEntry entry) {
    try {
      producer
          .send(new ProducerRecord<>(NAME, key(entry).toString(), value(entry).toString()))
          .get(WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "Kafka at " + bootstrapServers + " did not take an entry of topic " + NAME, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing to topic " + NAME, e);
    }
  }

  private static ObjectNode key(RegistryEntry entry) {
    ObjectNode key = JSON.createObjectNode();
    if (entry instanceof Version version) {
      return key.put("keytype", "SCHEMA")
          .put("subject", version.subject())
          .put("version", version.version());
    }
    return key.put("keytype", "CONFIG").put("subject", ((Level) entry).subject().orElse(null));
  }

  private static ObjectNode value(RegistryEntry entry) {
    ObjectNode value = JSON.createObjectNode();
    if (entry instanceof Version version) {
      return value
          .put("subject", version.subject())
          .put("version", version.version())
          .put("id", version.id())
          .put("schema", version.schema())
          .put("state", version.state().name());
    }
    return value
        .put("subject", ((Level) entry).subject().orElse(null))
        .put("compatibilityLevel", ((Level) entry).level().map(Enum::name).orElse(null));
  }

  private static RegistryEntry entry(ConsumerRecord<String, String> record) {
    try {
      JsonNode value = JSON.readTree(record.value());
      return JSON.readTree(record.key()).path("keytype").asText().equals("CONFIG")
          ? new Level(
              Optional.ofNullable(value.path("subject").textValue()),
              Optional.ofNullable(value.path("compatibilityLevel").textValue())
                  .map(Compatibility::named))
          : new Version(
              value.path("subject").textValue(),
              value.path("version").intValue(),
              value.path("id").intValue(),
              value.path("schema").textValue(),
              State.valueOf(value.path("state").asText(State.ACTIVE.name())));
    } catch (JsonProcessingException | RuntimeException e) {
      throw new IllegalStateException(
          "offset " + record.offset() + " of topic " + NAME + " is not an entry of this registry",
          e);
    }
  }

  @Override
  public void close() {
    producer.close(WAIT);
  }
}
