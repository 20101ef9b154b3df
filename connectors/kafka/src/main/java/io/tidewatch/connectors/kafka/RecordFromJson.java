package io.tidewatch.connectors.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Reads records from JSON as {@link RecordJson} shows them, and as people write them: a field that
 * is missing has its default, a record that is missing its fields' defaults.
 */
public final class RecordFromJson {
  private static final SpecificData DATA = SpecificData.get();

  private RecordFromJson() {}

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException if a field is unknown, missing or of another type; it names
   *     the field and what would be right
   */
  public static <T extends SpecificRecordBase> T read(JsonNode json, Class<T> type) {
    return type.cast(record(json, DATA.getSchema(type), ""));
  }

  private static SpecificRecordBase record(JsonNode json, Schema schema, String path) {
    require(json.isObject(), json, path, "an object");
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (schema.getField(name) == null) {
        throw new IllegalArgumentException(
            "%s is no field of %s; known are %s"
                .formatted(
                    at(path, name),
                    schema.getName(),
                    schema.getFields().stream().map(Schema.Field::name).toList()));
      }
    }
    SpecificRecordBase record = (SpecificRecordBase) DATA.newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), field(json, field, at(path, field.name())));
    }
    return record;
  }

  private static Object field(JsonNode json, Schema.Field field, String path) {
    JsonNode value = json.get(field.name());
    if (value != null) {
      return value(value, field.schema(), path);
    }
    if (field.hasDefaultValue()) {
      return DATA.deepCopy(field.schema(), DATA.getDefaultValue(field));
    }
    if (field.schema().getType() == Schema.Type.RECORD) {
      return record(JsonNodeFactory.instance.objectNode(), field.schema(), path);
    }
    throw new IllegalArgumentException(path + " is missing: " + field.doc());
  }

  private static Object value(JsonNode json, Schema schema, String path) {
    return switch (schema.getType()) {
      case RECORD -> record(json, schema, path);
      case UNION -> json.isNull() ? null : value(json, present(schema), path);
      case ARRAY -> items(json, schema.getElementType(), path);
      case MAP -> entries(json, schema.getValueType(), path);
      case ENUM -> symbol(json, schema, path);
      case STRING -> {
        require(json.isTextual(), json, path, "a text");
        yield json.textValue();
      }
      case BOOLEAN -> {
        require(json.isBoolean(), json, path, "true or false");
        yield json.booleanValue();
      }
      case INT -> {
        require(json.canConvertToInt() && json.isIntegralNumber(), json, path, "a whole number");
        yield json.intValue();
      }
      case LONG -> schema.getLogicalType() == null ? whole(json, path) : time(json, path);
      case FLOAT -> (float) number(json, path);
      case DOUBLE -> number(json, path);
      default -> throw new IllegalArgumentException(path + " cannot be given as JSON");
    };
  }

  private static Schema present(Schema union) {
    return union.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  private static List<Object> items(JsonNode json, Schema type, String path) {
    require(json.isArray(), json, path, "a list");
    List<Object> items = new ArrayList<>();
    for (JsonNode item : json) {
      items.add(value(item, type, path + "[" + items.size() + "]"));
    }
    return items;
  }

  /** In the order of the names, so that the same document always has the same bytes. */
  private static Map<String, Object> entries(JsonNode json, Schema type, String path) {
    require(json.isObject(), json, path, "an object");
    Map<String, Object> entries = new TreeMap<>();
    json.fields()
        .forEachRemaining(
            field ->
                entries.put(
                    field.getKey(), value(field.getValue(), type, at(path, field.getKey()))));
    return entries;
  }

  private static Object symbol(JsonNode json, Schema schema, String path) {
    require(
        json.isTextual() && schema.hasEnumSymbol(json.textValue()),
        json,
        path,
        "one of " + schema.getEnumSymbols());
    return DATA.createEnum(json.textValue(), schema);
  }

  private static long whole(JsonNode json, String path) {
    require(json.canConvertToLong() && json.isIntegralNumber(), json, path, "a whole number");
    return json.longValue();
  }

  private static double number(JsonNode json, String path) {
    require(json.isNumber(), json, path, "a number");
    return json.doubleValue();
  }

  private static Instant time(JsonNode json, String path) {
    try {
      return Instant.parse(json.asText());
    } catch (DateTimeException e) {
      throw wrong(json, path, "a time such as 2026-01-31T12:00:00Z");
    }
  }

  private static void require(boolean right, JsonNode json, String path, String what) {
    if (!right) {
      throw wrong(json, path, what);
    }
  }

  private static IllegalArgumentException wrong(JsonNode json, String path, String what) {
    String shown = json.toString();
    return new IllegalArgumentException(
        "%s=%s must be %s"
            .formatted(
                path.isEmpty() ? "the document" : path,
                shown.length() <= 60 ? shown : shown.substring(0, 60) + "...",
                what));
  }

  private static String at(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
