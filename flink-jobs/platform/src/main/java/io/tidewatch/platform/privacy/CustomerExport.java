package io.tidewatch.platform.privacy;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordJson;
import io.tidewatch.schemas.AlertDelivery;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.ReplyFeedback;
import io.tidewatch.schemas.SuggestedReply;
import io.tidewatch.schemas.TicketInsight;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.common.TopicPartition;

/**
 * Everything that the topics hold of one customer, the visitors who were linked included, as one
 * JSON document: for each topic its records, oldest first in each partition. Holds one record at a
 * time. One thread.
 */
public final class CustomerExport {
  private static final Duration POLL = Duration.ofMillis(200);

  /** What concerns a customer without naming the id comes after what says that it does. */
  private static final List<Topic> LAST =
      List.of(Topic.ALERT_DELIVERIES, Topic.REPLY_FEEDBACK, Topic.DEAD_LETTERS);

  /** Bytes of the job for the job, in the record as it stands there. */
  private static final List<String> NOT_FOR_PEOPLE = List.of("state", "features");

  /** Hears how far it is. */
  public interface Progress {
    /** Told the share of all topics, 0 to 1, and the topic at hand. */
    void at(double share, String topic);
  }

  private final Configuration config;
  private final CustomerFacts facts;
  private final Set<String> alerts = new HashSet<>();
  private final Set<String> suggestions = new HashSet<>();
  private long unreadable;

  /** Looks up who the customer's visitors are. */
  public CustomerExport(Configuration config, String customerId) {
    this.config = config;
    this.facts = CustomerFacts.read(config, customerId);
  }

  /**
   * Writes the document, for its owner's eyes only. The file appears when it is complete.
   *
   * @return how many records it has
   * @throws IOException if it cannot be written; then there is none
   */
  public long write(String customerId, Path file, Progress progress) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    long records;
    try (ReadableRecords readable = ReadableRecords.open(config);
        OutputStream out = Files.newOutputStream(part);
        JsonGenerator json =
            new ObjectMapper()
                .getFactory()
                .createGenerator(out, JsonEncoding.UTF8)
                .useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("customerId", customerId);
      json.writeStringField("writtenAt", Instant.now().toString());
      json.writeArrayFieldStart("linkedVisitors");
      for (String visitor : facts.visitors()) {
        json.writeString(visitor);
      }
      json.writeEndArray();
      records = topics(json, readable, progress);
      json.writeEndObject();
      unreadable = readable.unreadable();
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    return records;
  }

  /** Returns how many records {@link #write} wrote encrypted: their master key was not here. */
  public long unreadable() {
    return unreadable;
  }

  private long topics(JsonGenerator json, ReadableRecords readable, Progress progress)
      throws IOException {
    List<Topic> topics =
        Stream.concat(
                Stream.of(Topic.values())
                    .filter(topic -> !LAST.contains(topic))
                    .filter(topic -> topic.schema().getField("customerId") != null),
                LAST.stream())
            .toList();
    long records = 0;
    json.writeObjectFieldStart("topics");
    for (int i = 0; i < topics.size(); i++) {
      progress.at((double) i / topics.size(), topics.get(i).topicName());
      records += topic(topics.get(i), json, readable);
    }
    json.writeEndObject();
    progress.at(1, "done");
    return records;
  }

  private long topic(Topic topic, JsonGenerator json, ReadableRecords readable) throws IOException {
    long records = 0;
    json.writeArrayFieldStart(topic.topicName());
    try (RecordConsumer consumer = RecordConsumer.fromBeginning(config, List.of(topic))) {
      Map<TopicPartition, Long> ends = consumer.ends();
      while (consumer.left(ends) > 0) {
        for (ConsumedRecord consumed : consumer.poll(POLL)) {
          SpecificRecord record = consumed.record().orElse(null);
          if (record != null && isOfCustomer(consumed, record)) {
            json.writeTree(json(readable.of(record)));
            records++;
          }
        }
      }
    }
    json.writeEndArray();
    return records;
  }

  private boolean isOfCustomer(ConsumedRecord consumed, SpecificRecord record) {
    if (record instanceof AlertDelivery delivery) {
      return alerts.contains(delivery.getAlertId());
    }
    if (record instanceof ReplyFeedback feedback) {
      return suggestions.contains(feedback.getSuggestionId());
    }
    if (record instanceof DeadLetter letter) {
      return letter.getKey() != null
          && facts.isOf(StandardCharsets.UTF_8.decode(letter.getKey().duplicate()).toString());
    }
    if (!facts.isOf(consumed.key())) {
      return false;
    }
    if (record instanceof ChurnAlert alert) {
      alerts.add(alert.getAlertId());
    } else if (record instanceof TicketInsight insight) {
      insight.getSuggestedReplies().stream()
          .map(SuggestedReply::getSuggestionId)
          .forEach(suggestions::add);
    }
    return true;
  }

  /** The one place where a record becomes what its customer is to read. */
  private static ObjectNode json(SpecificRecord record) {
    ObjectNode json = RecordJson.of(record);
    json.remove(NOT_FOR_PEOPLE);
    return json;
  }
}
