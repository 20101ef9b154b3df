package io.tidewatch.connectors.databases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidewatch.connectors.kafka.RecordJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** The types of columns, and what JDBC takes for the values of records. */
enum SqlType {
  TEXT("text"),
  REAL("real"),
  DOUBLE("double precision"),
  BIGINT("bigint"),
  INTEGER("integer"),
  BOOLEAN("boolean"),
  TIME("timestamp with time zone"),
  TEXTS("text[]"),
  REALS("real[]"),
  JSON("jsonb");

  private final String sql;

  SqlType(String sql) {
    this.sql = sql;
  }

  /** Returns the type's name in SQL. */
  String sql() {
    return sql;
  }

  /**
   * Returns the type for values of a schema that is no union.
   *
   * @throws IllegalArgumentException if there is none
   */
  static SqlType of(Schema schema) {
    return switch (schema.getType()) {
      case STRING, ENUM -> TEXT;
      case FLOAT -> REAL;
      case DOUBLE -> DOUBLE;
      case LONG -> schema.getLogicalType() == null ? BIGINT : TIME;
      case INT -> INTEGER;
      case BOOLEAN -> BOOLEAN;
      case ARRAY ->
          switch (schema.getElementType().getType()) {
            case STRING, ENUM -> TEXTS;
            case FLOAT -> REALS;
            case RECORD -> JSON;
            default -> throw new IllegalArgumentException("no column holds " + schema);
          };
      default -> throw new IllegalArgumentException("no column holds " + schema);
    };
  }

  /** Returns what JDBC binds for a value that is not null. */
  Object bound(Object value, Connection connection) throws SQLException {
    return switch (this) {
      case TEXT -> value.toString();
      case TIME -> ((Instant) value).atOffset(ZoneOffset.UTC);
      case TEXTS ->
          connection.createArrayOf(
              "text", ((Collection<?>) value).stream().map(Object::toString).toArray());
      case REALS -> connection.createArrayOf("float4", ((Collection<?>) value).toArray());
      case JSON -> json((Collection<?>) value).toString();
      default -> value;
    };
  }

  private static JsonNode json(Collection<?> records) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    records.forEach(record -> array.add(RecordJson.of((SpecificRecord) record)));
    return array;
  }
}
