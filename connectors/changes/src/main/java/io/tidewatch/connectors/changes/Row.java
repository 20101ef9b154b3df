package io.tidewatch.connectors.changes;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.schemas.DeadLetterReason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A row of the foreign table, by the names of its columns. Immutable. */
record Row(JsonNode columns) {
  private static final Set<String> YES = Set.of("true", "t", "1", "yes", "y");
  private static final Set<String> NO = Set.of("false", "f", "0", "no", "n");

  /** What stands in a column as text; empty where it is null or blank. */
  Optional<String> text(String column) throws UnusableChange {
    JsonNode value = value(column);
    if (value.isNull()) {
      return Optional.empty();
    }
    if (!value.isValueNode()) {
      throw new UnusableChange(
          DeadLetterReason.BAD_TEXT, column, column + " must be one text or number");
    }
    return Optional.of(value.asText()).filter(text -> !text.isBlank());
  }

  Optional<String> text(Optional<String> column) throws UnusableChange {
    return column.isPresent() ? text(column.get()) : Optional.empty();
  }

  /** Whether a column grants something; null grants nothing. */
  boolean flag(String column) throws UnusableChange {
    Optional<String> text = text(column);
    if (text.isEmpty()) {
      return false;
    }
    String flag = text.get().toLowerCase(Locale.ROOT);
    if (!YES.contains(flag) && !NO.contains(flag)) {
      throw new UnusableChange(
          DeadLetterReason.BAD_TEXT, column, column + " must be true or false, 1 or 0, yes or no");
    }
    return YES.contains(flag);
  }

  /** The items of a list, or of a text with commas between them. */
  List<String> items(Optional<String> column) throws UnusableChange {
    if (column.isEmpty()) {
      return List.of();
    }
    JsonNode value = value(column.get());
    Stream<String> items =
        value.isArray()
            ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText)
            : Stream.of(text(column.get()).orElse("").split(","));
    return items.map(String::strip).filter(item -> !item.isEmpty()).toList();
  }

  private JsonNode value(String column) throws UnusableChange {
    JsonNode value = columns.get(column);
    if (value == null) {
      throw new UnusableChange(
          DeadLetterReason.WRONG_RECORD,
          column,
          column + " is not in the row; correct the mapping");
    }
    return value;
  }
}
