package io.tidewatch.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.RecordFromJson;
import io.tidewatch.connectors.kafka.Validation;
import io.tidewatch.connectors.kafka.Violation;
import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Which columns of a row become which fields of a record. Immutable.
 *
 * @param topic topic of the records, one of events
 * @param columns column by field
 * @param constants what a field has in every row, where it has no column or nothing in it
 * @param texts how texts of fields are read that are times or money
 */
public record RowMapping(
    Topic topic, Map<String, String> columns, Map<String, String> constants, FieldTexts texts) {
  private static final String ID = "eventId";

  /**
   * Checks the mapping.
   *
   * @throws IllegalArgumentException naming the key at fault and the remedy
   */
  public RowMapping {
    columns = Map.copyOf(columns);
    constants = Map.copyOf(constants);
    if (!topic.isEvent()) {
      throw new IllegalArgumentException(
          "topic=" + topic.topicName() + " is no topic of events, which files can be imported to");
    }
    for (String field : columns.keySet()) {
      requireField(topic, "fields.", field);
    }
    for (String field : constants.keySet()) {
      requireField(topic, "values.", field);
    }
    for (String field : texts.fields()) {
      requireField(topic, "", field);
    }
    for (Schema.Field field : topic.schema().getFields()) {
      boolean given =
          columns.containsKey(field.name())
              || constants.containsKey(field.name())
              || field.hasDefaultValue()
              || field.name().equals(ID);
      if (!given) {
        throw new IllegalArgumentException(
            "neither fields.%s nor values.%s is set, and %s has no default"
                .formatted(field.name(), field.name(), field.name()));
      }
    }
  }

  private static void requireField(Topic topic, String prefix, String field) {
    if (topic.schema().getField(field) == null) {
      throw new IllegalArgumentException(
          "%s%s names no field of %s; those are %s"
              .formatted(
                  prefix,
                  field,
                  topic.topicName(),
                  topic.schema().getFields().stream().map(Schema.Field::name).toList()));
    }
  }

  /**
   * Checks that a file has all columns.
   *
   * @throws IllegalArgumentException naming the first that it has not
   */
  void requireColumns(List<String> header) {
    columns.forEach(
        (field, column) -> {
          if (!header.contains(column)) {
            throw new IllegalArgumentException(
                "fields.%s=%s: the file has no such column; it has %s"
                    .formatted(field, column, header));
          }
        });
  }

  /** Makes the record of a row. Without a column for it, the event id follows from the row. */
  SpecificRecord record(FileRow row, Instant now) throws BadRowException {
    if (row.problem().isPresent()) {
      throw new BadRowException(row.problem().get());
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (Schema.Field field : topic.schema().getFields()) {
      Optional<JsonNode> value = value(row, field.name());
      if (value.isPresent()) {
        json.set(field.name(), texts.json(value.get(), field));
      }
    }
    if (!json.has(ID)) {
      byte[] bytes = (topic.topicName() + row.columns()).getBytes(StandardCharsets.UTF_8);
      json.put(ID, "row-" + UUID.nameUUIDFromBytes(bytes));
    }
    return checked(json, now);
  }

  private Optional<JsonNode> value(FileRow row, String field) {
    return Optional.ofNullable(columns.get(field))
        .flatMap(row::value)
        .or(
            () ->
                Optional.ofNullable(constants.get(field)).map(JsonNodeFactory.instance::textNode));
  }

  private SpecificRecord checked(ObjectNode json, Instant now) throws BadRowException {
    SpecificRecordBase record;
    try {
      record = RecordFromJson.read(json, topic.recordClass().asSubclass(SpecificRecordBase.class));
    } catch (IllegalArgumentException e) {
      throw new BadRowException(withoutValue(e.getMessage()));
    }
    Optional<Violation> violation = Validation.check(record, now);
    if (violation.isPresent()) {
      throw new BadRowException(violation.get().detail());
    }
    return record;
  }

  /** The reader's messages are field=value must be ..., and the value may be personal data. */
  private static String withoutValue(String message) {
    return message.replaceFirst("=.* must be ", " must be ");
  }
}
