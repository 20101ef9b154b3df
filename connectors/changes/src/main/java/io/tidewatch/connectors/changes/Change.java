package io.tidewatch.connectors.changes;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.connectors.kafka.ForeignRecord;
import io.tidewatch.schemas.DeadLetterReason;
import java.time.Instant;
import java.util.Optional;

/**
 * A change of one row, out of Debezium's envelope (Debezium documentation, "Change event values"):
 * {@code op} is c, u or r with the row in {@code after}, or d with what is known of it in {@code
 * before}; {@code source.ts_ms} is when the database committed it. With the JSON converter's
 * schemas the envelope stands in {@code payload}. Behind a deletion there is a null value, whose
 * key has the row's. Immutable.
 *
 * @param row the row as it is now, or what is known of the one that was deleted
 * @param deleted whether it was deleted
 * @param at when
 */
record Change(Row row, boolean deleted, Instant at) {

  /**
   * Reads a record.
   *
   * @return empty if it changes no row, as the truncation of a table or a message
   * @throws UnusableChange if it is no such envelope
   */
  static Optional<Change> of(ForeignRecord record) throws UnusableChange {
    if (record.problem().isPresent()) {
      throw new UnusableChange(DeadLetterReason.UNDECODABLE, null, record.problem().get());
    }
    if (record.document().isEmpty()) {
      JsonNode key = record.keyDocument().map(Change::payload).orElse(null);
      if (key == null || !key.isObject()) {
        throw new UnusableChange(
            DeadLetterReason.BAD_KEY, null, "a null value must have a key with the row's columns");
      }
      return Optional.of(new Change(new Row(key), true, record.timestamp()));
    }
    JsonNode envelope = payload(record.document().get());
    Instant at = time(envelope).orElse(record.timestamp());
    return switch (envelope.path("op").asText()) {
      case "c", "u", "r" -> Optional.of(new Change(row(envelope, "after"), false, at));
      case "d" -> Optional.of(new Change(row(envelope, "before"), true, at));
      case "t", "m" -> Optional.empty();
      default ->
          throw new UnusableChange(
              DeadLetterReason.WRONG_RECORD,
              "op",
              "op must be c, u, r or d, as in Debezium's envelope");
    };
  }

  private static JsonNode payload(JsonNode document) {
    return document.has("schema") && document.has("payload") ? document.get("payload") : document;
  }

  private static Optional<Instant> time(JsonNode envelope) {
    JsonNode committed = envelope.path("source").path("ts_ms");
    JsonNode millis = committed.isNumber() ? committed : envelope.path("ts_ms");
    return millis.isNumber()
        ? Optional.of(Instant.ofEpochMilli(millis.asLong()))
        : Optional.empty();
  }

  private static Row row(JsonNode envelope, String side) throws UnusableChange {
    JsonNode row = envelope.path(side);
    if (!row.isObject()) {
      throw new UnusableChange(
          DeadLetterReason.WRONG_RECORD,
          side,
          side
              + " must have the row's columns; for deletions the table needs a primary key or"
              + " REPLICA IDENTITY FULL");
    }
    return new Row(row);
  }
}
