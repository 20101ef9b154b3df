package io.tidewatch.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A row of a file. Immutable.
 *
 * @param line line at which it begins, counted from 1
 * @param columns what stands in its columns; texts where the file is CSV
 * @param problem why it cannot be read; then there are no columns
 */
record FileRow(long line, ObjectNode columns, Optional<String> problem) {

  /** What stands in a column; empty where there is nothing, or null, or blanks. */
  Optional<JsonNode> value(String column) {
    return Optional.ofNullable(columns.get(column))
        .filter(value -> !value.isNull())
        .filter(value -> !value.isTextual() || !value.textValue().isBlank());
  }
}
