package io.tidewatch.schemas;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Writes the reference page of all topics and records, in Markdown, from the catalogue itself. */
public final class TopicReference {
  private final StringBuilder page = new StringBuilder();
  private final Map<String, Schema> shared = new LinkedHashMap<>();

  private TopicReference() {}

  /** Returns the page. */
  public static String markdown() {
    return new TopicReference().write();
  }

  private String write() {
    page.append(
        """
        # Topics and records

        Generated from the catalogue `Topic` and the schemas under `schemas/src/main/avro`; do not edit.

        Values are Avro in the Confluent wire format: a zero byte, the schema id as four bytes (big endian), the Avro body. The
        schema is registered under `<topic>-value`. Keys are UTF-8 text. Times are microseconds since 1970 in UTC; money is in
        minor units (cents) beside its ISO 4217 currency. An enum's `UNKNOWN` stands for a symbol that a newer version added.

        | topic | record | key | partitions | cleanup | kept |
        | --- | --- | --- | --- | --- | --- |
        """);
    for (Topic topic : Topic.values()) {
      page.append(
          "| [%s](#%s) | %s | %s | %d | %s | %s |\n"
              .formatted(
                  topic.topicName(),
                  topic.topicName(),
                  topic.schema().getName(),
                  key(topic),
                  topic.partitions(),
                  topic.cleanup().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  kept(topic)));
    }
    for (Topic topic : Topic.values()) {
      section(topic.topicName(), topic.schema());
    }
    page.append("\n# Records and enums inside others\n");
    // Sections add what they use, hence no iterator over the map.
    for (int done = 0; done < shared.size(); done++) {
      Schema schema = shared.values().stream().skip(done).findFirst().orElseThrow();
      section(schema.getName(), schema);
    }
    return page.toString();
  }

  private static String key(Topic topic) {
    String field = topic.keyField().orElse("as it came");
    return topic == Topic.MODELS ? field + ", and /challenger or /shadow" : field;
  }

  private static String kept(Topic topic) {
    if (topic.cleanup() == Topic.Cleanup.COMPACT) {
      return "newest of each key";
    }
    String kept = topic.retention().map(time -> time.toDays() + " days").orElse("for ever");
    return topic.cleanup() == Topic.Cleanup.COMPACT_AND_DELETE
        ? "newest of each key, " + kept
        : kept;
  }

  private void section(String title, Schema schema) {
    page.append("\n## ").append(title).append("\n\n").append(text(schema.getDoc())).append("\n\n");
    if (schema.getType() == Schema.Type.ENUM) {
      page.append("Symbols: ").append(String.join(", ", schema.getEnumSymbols())).append(".\n");
      return;
    }
    page.append("| field | type | default | meaning |\n| --- | --- | --- | --- |\n");
    for (Schema.Field field : schema.getFields()) {
      page.append("| ")
          .append(field.name())
          .append(" | ")
          .append(type(field.schema()))
          .append(" | ")
          .append(fallback(field))
          .append(" | ")
          .append(text(field.doc()))
          .append(PersonalFields.isPersonal(field) ? " May be encrypted." : "")
          .append(" |\n");
    }
  }

  private static String text(String doc) {
    return doc.replaceAll("\\s+", " ").strip().replace("|", "\\|");
  }

  private static String fallback(Schema.Field field) {
    if (!field.hasDefaultValue()) {
      return "";
    }
    Object value = field.defaultVal();
    return "`" + (value == JsonProperties.NULL_VALUE ? "null" : String.valueOf(value)) + "`";
  }

  private String type(Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
      return "timestamp-micros";
    }
    return switch (schema.getType()) {
      case RECORD, ENUM -> link(schema);
      case ARRAY -> "list of " + type(schema.getElementType());
      case UNION -> {
        // Every union in our schemas is "null or something".
        Schema other = schema.getTypes().get(1);
        yield type(other) + " or null";
      }
      default -> schema.getType().getName();
    };
  }

  private String link(Schema schema) {
    shared.putIfAbsent(schema.getFullName(), schema);
    return "[%s](#%s)".formatted(schema.getName(), schema.getName().toLowerCase(Locale.ROOT));
  }
}
