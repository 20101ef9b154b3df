package io.tidewatch.connectors.databases;

import io.tidewatch.connectors.kafka.privacy.SearchTerms;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks through all rows of all tables of a database that a user can read, in all schemas but the
 * server's own, and in materialized views. Rows are read as text, one by one. Stateless.
 */
public final class DatabaseSearch {
  private static final int ROWS_AT_ONCE = 1_000;

  /**
   * What was found in a table.
   *
   * @param table schema and name
   * @param rows with a find
   * @param terms how often, by what the terms are called
   */
  public record Found(String table, long rows, Map<String, Long> terms) {}

  private DatabaseSearch() {}

  /**
   * Searches what the database holds at this moment.
   *
   * @param connection is left without a transaction
   * @throws SQLException if a table cannot be read: what was not looked at counts as an error
   */
  public static List<Found> run(Connection connection, SearchTerms terms) throws SQLException {
    List<Found> found = new ArrayList<>();
    connection.setAutoCommit(false); // or the driver would hold all rows of a table in memory
    for (String table : tables(connection)) {
      long rows = 0;
      Map<String, Long> counts = new TreeMap<>();
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(ROWS_AT_ONCE);
        try (ResultSet row = statement.executeQuery("SELECT t::text FROM " + table + " AS t")) {
          while (row.next()) {
            Map<String, Long> inRow = terms.in(row.getString(1));
            rows += inRow.isEmpty() ? 0 : 1;
            inRow.forEach((term, times) -> counts.merge(term, times, Long::sum));
          }
        }
      }
      if (rows > 0) {
        found.add(new Found(table, rows, counts));
      }
    }
    connection.rollback();
    return List.copyOf(found);
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (PreparedStatement names =
            connection.prepareStatement(
                "SELECT c.oid::regclass::text, format('%I.%I', n.nspname, c.relname)"
                    + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\\_%'"
                    + " AND n.nspname <> 'information_schema' ORDER BY 2");
        ResultSet row = names.executeQuery()) {
      while (row.next()) {
        tables.add(row.getString(2));
      }
    }
    return tables;
  }
}
