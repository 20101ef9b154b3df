package io.tidewatch.connectors.databases;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A column that holds one field of a record. A record inside the record has a column for each of
 * its fields, with its own name before theirs: {@code model.version} is {@code model_version}.
 *
 * @param name name in the table: the field's, in lower case with underscores
 * @param type type in the table
 * @param nullable whether it may be null
 * @param description one or more sentences from the schema
 * @param path positions of the fields that lead to the value
 */
record Column(String name, SqlType type, boolean nullable, String description, List<Integer> path) {

  /** Returns the columns for the fields of a schema, in their order, without some of them. */
  static List<Column> of(Schema schema, Set<String> without) {
    List<Column> columns = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      if (!without.contains(field.name())) {
        add(columns, field, "", false, List.of());
      }
    }
    return List.copyOf(columns);
  }

  private static void add(
      List<Column> columns, Schema.Field field, String prefix, boolean nullable, List<Integer> to) {
    boolean optional = nullable || field.schema().isNullable();
    Schema schema = present(field.schema());
    List<Integer> path = new ArrayList<>(to);
    path.add(field.pos());
    String name = prefix + snake(field.name());
    if (schema.getType() == Schema.Type.RECORD) {
      schema.getFields().forEach(inner -> add(columns, inner, name + "_", optional, path));
    } else {
      columns.add(new Column(name, SqlType.of(schema), optional, field.doc(), List.copyOf(path)));
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

  /** Returns a name in lower case with underscores. */
  static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replace('-', '_').toLowerCase(Locale.ROOT);
  }

  /** Returns the value in a record, or null. */
  Object read(SpecificRecord record) {
    Object value = record;
    for (int position : path) {
      if (value == null) {
        return null;
      }
      value = ((SpecificRecord) value).get(position);
    }
    return value;
  }
}
