package io.tidewatch.connectors.databases;

import io.tidewatch.connectors.databases.Batch.Changes;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Topic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes a batch in one transaction, in this order: a lock that keeps erasures and rows apart, the
 * places, erasures, removals, rows. For one thread.
 */
final class SinkWriter {
  /** Of all sinks of a schema: rows share it, erasures have it alone. */
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock%s(hashtext('tidewatch erasures ' || current_schema()))";

  /** Longer than any topic keeps records of before the erasure. */
  private static final String ERASURES_KEPT = "400 days";

  /** Of a customer id: SHA-256 with the salt of this schema, in hexadecimal digits. */
  private static final String DIGEST =
      "encode(sha256(convert_to((SELECT salt FROM erasure_salt) || %s, 'UTF8')), 'hex')";

  private final Connection connection;
  private final Places places;
  private final SinkMetrics metrics;

  SinkWriter(Connection connection, Places places, SinkMetrics metrics) {
    this.connection = connection;
    this.places = places;
    this.metrics = metrics;
  }

  /**
   * Writes a batch and commits.
   *
   * @param refusals gets the records that the database does not take; their dead letters are with
   *     Kafka before the rest is committed
   * @param oneByOne whether a row that the database refuses leaves the others as they are; slower
   * @throws SQLException if the database does not take it; nothing is committed
   * @throws ExecutionException if Kafka does not take the dead letters; nothing is committed
   * @throws LostPlaceException if somebody else writes these partitions; nothing is committed
   */
  void write(Batch batch, Refusals refusals, boolean oneByOne)
      throws SQLException, ExecutionException, InterruptedException {
    List<Runnable> counts = new ArrayList<>();
    lock(!batch.erasures().isEmpty());
    places.advance(connection, batch.next());
    erase(batch.erasures());
    Map<String, Instant> erased = erased(batch);
    for (Map.Entry<Topic, Changes> one : batch.changes().entrySet()) {
      SinkTable table = SinkTable.of(one.getKey());
      remove(table, one.getValue().removals(), counts);
      List<ConsumedRecord> rows =
          one.getValue().rows().stream().filter(row -> !isErased(row, table, erased)).toList();
      int gone = one.getValue().rows().size() - rows.size();
      counts.add(() -> metrics.rows(table.topic(), "erased", gone));
      int refusedBefore = refusals.size();
      int written = oneByOne ? each(table, rows, refusals) : together(table, rows);
      int refused = refusals.size() - refusedBefore;
      counts.add(() -> metrics.rows(table.topic(), "written", written));
      counts.add(() -> metrics.rows(table.topic(), "refused", refused));
      counts.add(() -> metrics.rows(table.topic(), "unchanged", rows.size() - written - refused));
    }
    for (ConsumedRecord record : batch.undecodable()) {
      refusals.add(record, DeadLetterReason.UNDECODABLE, record.problem().orElse(""));
      counts.add(() -> metrics.rows(record.topic(), "refused", 1));
    }
    refusals.write();
    connection.commit();
    places.committed(batch.next());
    counts.forEach(Runnable::run);
  }

  private void lock(boolean alone) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(LOCK.formatted(alone ? "" : "_shared"))) {
      lock.execute();
    }
  }

  private void erase(List<ErasureRequest> erasures) throws SQLException {
    if (erasures.isEmpty()) {
      return;
    }
    for (ErasureRequest erasure : erasures) {
      if (isStorable(erasure.getCustomerId())) {
        erase(erasure);
      }
    }
    try (PreparedStatement forget =
        connection.prepareStatement(
            "DELETE FROM erased_customers WHERE written_at < now() - interval '"
                + ERASURES_KEPT
                + "'")) {
      forget.executeUpdate();
    }
  }

  private void erase(ErasureRequest erasure) throws SQLException {
    OffsetDateTime at = erasure.getOccurredAt().atOffset(ZoneOffset.UTC);
    try (PreparedStatement note =
        connection.prepareStatement(
            "INSERT INTO erased_customers AS present (digest, erased_at) VALUES ("
                + DIGEST.formatted("?")
                + ", ?)"
                + " ON CONFLICT (digest) DO UPDATE"
                + " SET erased_at = greatest(present.erased_at, EXCLUDED.erased_at),"
                + " written_at = now()")) {
      note.setString(1, erasure.getCustomerId());
      note.setObject(2, at);
      note.executeUpdate();
    }
    for (Topic topic : SinkTable.topics()) {
      try (PreparedStatement delete = connection.prepareStatement(SinkTable.of(topic).erasure())) {
        delete.setString(1, erasure.getCustomerId());
        delete.setObject(2, at);
        delete.executeUpdate();
      }
    }
  }

  /** Topics are read one beside the other, so what is older than an erasure may come after it. */
  private Map<String, Instant> erased(Batch batch) throws SQLException {
    String[] customers =
        batch.changes().values().stream()
            .flatMap(changes -> changes.rows().stream())
            .map(ConsumedRecord::key)
            .filter(SinkWriter::isStorable)
            .distinct()
            .toArray(String[]::new);
    Map<String, Instant> erased = new HashMap<>();
    if (customers.length > 0) {
      try (PreparedStatement find =
          connection.prepareStatement(
              "SELECT customer.id, erased.erased_at FROM unnest(?) AS customer (id)"
                  + " JOIN erased_customers AS erased ON erased.digest = "
                  + DIGEST.formatted("customer.id"))) {
        find.setArray(1, connection.createArrayOf("text", customers));
        try (ResultSet row = find.executeQuery()) {
          while (row.next()) {
            erased.put(row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant());
          }
        }
      }
    }
    return erased;
  }

  private static boolean isErased(
      ConsumedRecord row, SinkTable table, Map<String, Instant> erased) {
    Instant at = erased.get(row.key());
    return at != null && !((Instant) table.time().read(row.record().orElseThrow())).isAfter(at);
  }

  /** Whether PostgreSQL has such a text at all; a customer of another id has no rows. */
  private static boolean isStorable(String id) {
    return id.indexOf(0) < 0;
  }

  private void remove(SinkTable table, List<ConsumedRecord> removals, List<Runnable> counts)
      throws SQLException {
    int removed = 0;
    try (PreparedStatement delete = connection.prepareStatement(table.removal())) {
      for (ConsumedRecord removal : removals) {
        if (isStorable(removal.key())) {
          delete.setString(1, removal.key());
          delete.setInt(2, removal.partition());
          delete.setLong(3, removal.offset());
          removed += delete.executeUpdate();
        }
      }
    }
    int number = removed;
    counts.add(() -> metrics.rows(table.topic(), "removed", number));
  }

  private int together(SinkTable table, List<ConsumedRecord> rows) throws SQLException {
    if (rows.isEmpty()) {
      return 0;
    }
    try (PreparedStatement upsert = connection.prepareStatement(table.upsert())) {
      for (ConsumedRecord row : rows) {
        bind(upsert, table, row);
        upsert.addBatch();
      }
      int written = 0;
      for (int changed : upsert.executeBatch()) {
        written += changed;
      }
      return written;
    }
  }

  private int each(SinkTable table, List<ConsumedRecord> rows, Refusals refusals)
      throws SQLException {
    int written = 0;
    try (PreparedStatement upsert = connection.prepareStatement(table.upsert())) {
      for (ConsumedRecord row : rows) {
        Savepoint before = connection.setSavepoint();
        try {
          bind(upsert, table, row);
          written += upsert.executeUpdate();
          connection.releaseSavepoint(before);
        } catch (SQLException e) {
          if (DatabaseProblem.of(e) != DatabaseProblem.ROW) {
            throw e;
          }
          connection.rollback(before);
          refusals.add(
              row,
              DeadLetterReason.UNDELIVERABLE,
              "table %s does not take the record: %s"
                  .formatted(table.name(), DatabaseProblem.ofRow(e)));
        }
      }
    }
    return written;
  }

  private void bind(PreparedStatement upsert, SinkTable table, ConsumedRecord row)
      throws SQLException {
    SpecificRecord record = row.record().orElseThrow();
    int position = 1;
    for (Column column : table.columns()) {
      Object value = column.read(record);
      if (value == null) {
        upsert.setNull(position, Types.NULL);
      } else {
        upsert.setObject(position, column.type().bound(value, connection));
      }
      position++;
    }
    upsert.setInt(position, row.partition());
    upsert.setLong(position + 1, row.offset());
  }
}
