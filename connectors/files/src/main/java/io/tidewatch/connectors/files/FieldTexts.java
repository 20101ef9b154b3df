package io.tidewatch.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * How the texts of a file are read as what fields hold. Immutable.
 *
 * @param times pattern of Java's {@code DateTimeFormatter} by field, or epoch-seconds or
 *     epoch-millis; ISO 8601 where there is none
 * @param zone time zone of times that say none
 * @param decimals places behind the decimal point by field of money in whole units: with 2, 12.5 is
 *     1250 in minor units
 */
public record FieldTexts(Map<String, String> times, ZoneId zone, Map<String, Integer> decimals) {
  private static final String SECONDS = "epoch-seconds";
  private static final String MILLIS = "epoch-millis";

  /**
   * Checks the patterns.
   *
   * @throws IllegalArgumentException naming the one that is none
   */
  public FieldTexts {
    times = Map.copyOf(times);
    decimals = Map.copyOf(decimals);
    times.forEach(
        (field, pattern) -> {
          if (!pattern.equals(SECONDS) && !pattern.equals(MILLIS)) {
            try {
              DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
            } catch (IllegalArgumentException e) {
              throw new IllegalArgumentException(
                  "times.%s=%s is no pattern such as dd.MM.yyyy HH:mm, nor epoch-seconds or epoch-millis"
                      .formatted(field, pattern),
                  e);
            }
          }
        });
  }

  Set<String> fields() {
    return Stream.concat(times.keySet().stream(), decimals.keySet().stream())
        .collect(Collectors.toSet());
  }

  /** Returns a value as the field's type has it in JSON; lists and objects stay as they are. */
  JsonNode json(JsonNode value, Schema.Field field) throws BadRowException {
    if (value.isContainerNode()) {
      return value;
    }
    Schema schema = present(field.schema());
    String text = value.asText().strip();
    try {
      return switch (schema.getType()) {
        case LONG ->
            schema.getLogicalType() == null
                ? JsonNodeFactory.instance.numberNode(whole(text, field.name()))
                : JsonNodeFactory.instance.textNode(time(text, field.name()).toString());
        case INT -> JsonNodeFactory.instance.numberNode(whole(text, field.name()));
        case BOOLEAN -> JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(text));
        case ENUM -> JsonNodeFactory.instance.textNode(text.toUpperCase(Locale.ROOT));
        case ARRAY -> items(text);
        default -> JsonNodeFactory.instance.textNode(text);
      };
    } catch (ArithmeticException | NumberFormatException e) {
      throw new BadRowException(field.name() + " must be a number, whole in minor units");
    } catch (DateTimeException e) {
      throw new BadRowException(
          "%s must be a time such as %s"
              .formatted(field.name(), times.getOrDefault(field.name(), "2026-01-31T12:00:00Z")));
    }
  }

  private static Schema present(Schema schema) {
    return schema.isUnion()
        ? schema.getTypes().stream()
            .filter(type -> type.getType() != Schema.Type.NULL)
            .findFirst()
            .orElseThrow()
        : schema;
  }

  private long whole(String text, String field) {
    return new BigDecimal(text).movePointRight(decimals.getOrDefault(field, 0)).longValueExact();
  }

  private Instant time(String text, String field) {
    String pattern = times.getOrDefault(field, "");
    return switch (pattern) {
      case SECONDS -> Instant.ofEpochSecond(count(text));
      case MILLIS -> Instant.ofEpochMilli(count(text));
      case "" -> instant(iso(text));
      default ->
          instant(
              DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                  .parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
    };
  }

  private static long count(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new DateTimeException("no number", e);
    }
  }

  private static TemporalAccessor iso(String text) {
    String iso = text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
    return iso.contains("T")
        ? DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from)
        : LocalDate.parse(iso);
  }

  private Instant instant(TemporalAccessor time) {
    if (time instanceof OffsetDateTime exact) {
      return exact.toInstant();
    }
    LocalDateTime local =
        time instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(time);
    return local.atZone(zone).toInstant();
  }

  private static ArrayNode items(String text) {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    Stream.of(text.split("[;,]")).map(String::strip).filter(i -> !i.isEmpty()).forEach(items::add);
    return items;
  }
}
