package io.tidewatch.connectors.databases;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a sink goes on in each partition: the table sink_places, changed in the same transactions
 * as the rows. For one thread.
 */
final class Places {
  private final String sink;
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /**
   * Creates places of which nothing is known yet.
   *
   * @param sink name under which they are kept
   */
  Places(String sink) {
    this.sink = sink;
  }

  /** Reads the places of partitions, and commits. Those never read before begin with offset 0. */
  Map<TopicPartition, Long> read(Connection connection, Collection<TopicPartition> partitions)
      throws SQLException {
    next.clear();
    try (PreparedStatement begin =
            connection.prepareStatement(
                "INSERT INTO sink_places (sink, topic, partition, next_offset) VALUES (?, ?, ?, 0)"
                    + " ON CONFLICT DO NOTHING");
        PreparedStatement find =
            connection.prepareStatement(
                "SELECT next_offset FROM sink_places"
                    + " WHERE sink = ? AND topic = ? AND partition = ?")) {
      for (TopicPartition partition : partitions) {
        name(begin, 1, partition);
        begin.executeUpdate();
        name(find, 1, partition);
        try (ResultSet row = find.executeQuery()) {
          row.next();
          next.put(partition, row.getLong(1));
        }
      }
    }
    connection.commit();
    return Map.copyOf(next);
  }

  /**
   * Moves on in a transaction, which the caller commits. Whoever else moved one of the places since
   * it was read reads these partitions now, and the transaction must not be committed.
   *
   * @throws LostPlaceException if somebody did
   */
  void advance(Connection connection, Map<TopicPartition, Long> to) throws SQLException {
    try (PreparedStatement move =
        connection.prepareStatement(
            "UPDATE sink_places SET next_offset = ?, written_at = now()"
                + " WHERE sink = ? AND topic = ? AND partition = ? AND next_offset = ?")) {
      for (Map.Entry<TopicPartition, Long> one : to.entrySet()) {
        move.setLong(1, one.getValue());
        name(move, 2, one.getKey());
        move.setLong(5, next.get(one.getKey()));
        if (move.executeUpdate() != 1) {
          throw new LostPlaceException(one.getKey());
        }
      }
    }
  }

  /** Takes over what {@link #advance} moved and the caller committed. */
  void committed(Map<TopicPartition, Long> to) {
    next.putAll(to);
  }

  private void name(PreparedStatement statement, int first, TopicPartition partition)
      throws SQLException {
    statement.setString(first, sink);
    statement.setString(first + 1, partition.topic());
    statement.setInt(first + 2, partition.partition());
  }
}
