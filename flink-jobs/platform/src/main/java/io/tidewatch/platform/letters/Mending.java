package io.tidewatch.platform.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordFromJson;
import io.tidewatch.connectors.kafka.RecordJson;
import io.tidewatch.connectors.kafka.RefusedRecords;
import io.tidewatch.connectors.kafka.Validation;
import io.tidewatch.connectors.kafka.Violation;
import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.configuration.Configuration;

/** Makes of refused records such as would be taken. One thread. */
final class Mending implements AutoCloseable {
  private static final String RECEIVED_AT = "receivedAt";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RefusedRecords refused;

  /** Connects. */
  Mending(Configuration kafka) {
    this.refused = new RefusedRecords(kafka);
  }

  /**
   * Returns the refused record as JSON: as it was decoded, or as it came if somebody wrote JSON.
   *
   * @return empty if it can be read in neither way, or is no longer there
   */
  Optional<JsonNode> record(Letter letter) {
    if (!letter.ofEvent()) {
      return Optional.ofNullable(letter.content().getValue())
          .flatMap(value -> json(StandardCharsets.UTF_8.decode(value.duplicate()).toString()));
    }
    Optional<ConsumedRecord> found = refused.of(letter.content());
    Optional<JsonNode> decoded =
        found.flatMap(ConsumedRecord::record).map(record -> RecordJson.of(record));
    return decoded.isPresent()
        ? decoded
        : found
            .flatMap(ConsumedRecord::value)
            .flatMap(value -> json(new String(value, StandardCharsets.UTF_8)));
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(MAPPER.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * Changes a record and reads it back.
   *
   * @param letter of an event
   * @param given replaces the refused record as a whole
   * @param corrections made one after the other
   * @param now when the business knows of it: what it was refused for, nobody knew before
   * @throws IllegalArgumentException if the record cannot be had, or would be refused again; the
   *     message says why
   */
  SpecificRecord mend(
      Letter letter, Optional<JsonNode> given, List<Correction> corrections, Instant now) {
    Topic topic = Topic.named(letter.content().getTopic());
    JsonNode before =
        given
            .or(() -> record(letter))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "it cannot be decoded, or its topic has it no more; give what it should"
                            + " have been by --record"));
    if (!before.isObject()) {
      throw new IllegalArgumentException("the record given by --record is no JSON object");
    }
    ObjectNode mended = ((ObjectNode) before).deepCopy();
    mended.put(RECEIVED_AT, now.toString());
    corrections.forEach(correction -> correction.applyTo(mended));
    SpecificRecord record =
        RecordFromJson.read(mended, topic.recordClass().asSubclass(SpecificRecordBase.class));
    Optional<Violation> broken = Validation.check(record, now);
    if (broken.isPresent()) {
      throw new IllegalArgumentException(
          "%s: %s %s"
              .formatted(broken.get().reason(), broken.get().field(), broken.get().detail()));
    }
    return record;
  }

  @Override
  public void close() {
    refused.close();
  }
}
