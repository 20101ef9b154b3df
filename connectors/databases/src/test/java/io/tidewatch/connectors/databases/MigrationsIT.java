package io.tidewatch.connectors.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.postgres.EmbeddedPostgres;
import io.tidewatch.schemas.Topic;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MigrationsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static DatabaseSettings settings(String url, String password, String schema) {
    return new DatabaseSettings(
        url, EmbeddedPostgres.USER, Optional.of(password), schema, Map.of());
  }

  @Test
  void makeTheColumnsThatTheSchemasOfTheTopicsHave() throws Exception {
    DatabaseSettings settings = settings(server.url(), server.password(), "tidewatch");
    Migrations.apply(settings, true);
    for (Topic topic : SinkTable.topics()) {
      SinkTable table = SinkTable.of(topic);
      Map<String, String> expected = new TreeMap<>();
      table
          .columns()
          .forEach(
              column ->
                  expected.put(
                      column.name(), column.type().sql() + (column.nullable() ? "" : " NOT NULL")));
      expected.put(SinkTable.PARTITION, "integer NOT NULL");
      expected.put(SinkTable.OFFSET, "bigint NOT NULL");
      expected.put("written_at", "timestamp with time zone NOT NULL");
      assertThat(columns(settings, table.name()))
          .as(
              "%s: when a schema has a new field, add a migration beside V1__tables.sql:"
                  + " ALTER TABLE %s ADD COLUMN ...",
              table.name(), table.name())
          .isEqualTo(expected);
    }
  }

  private static Map<String, String> columns(DatabaseSettings settings, String table)
      throws SQLException {
    Map<String, String> columns = new TreeMap<>();
    try (Connection connection = settings.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT attname, format_type(atttypid, atttypmod)"
                    + " || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END"
                    + " FROM pg_attribute WHERE attrelid = '"
                    + table
                    + "'::regclass AND attnum > 0 AND NOT attisdropped")) {
      while (rows.next()) {
        columns.put(rows.getString(1), rows.getString(2));
      }
    }
    return columns;
  }

  @Test
  void areAppliedOnceAndCheckedWhereNothingMayBeChanged() {
    DatabaseSettings settings = settings(server.url(), server.password(), "once");
    assertThatThrownBy(() -> Migrations.apply(settings, false))
        .hasMessageContaining("database.schema=once")
        .hasMessageContaining("database.migrate=true");
    assertThat(Migrations.apply(settings, true)).isEqualTo("2");
    assertThat(Migrations.apply(settings, true)).isEqualTo("2");
    assertThat(Migrations.apply(settings, false)).isEqualTo("2");
  }

  @Test
  void sayWhatIsWrongWithTheConnectionAndNeverThePassword() throws Exception {
    refused(settings(server.url(), "no such secret", "tidewatch"))
        .hasMessageContaining("database.password-file")
        .hasMessageContaining("user 'postgres'")
        .hasMessageNotContaining("no such secret");
    refused(settings(server.url().replace("/postgres", "/nothing"), server.password(), "tidewatch"))
        .hasMessageContaining("/nothing: there is no such database");
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/shop";
      refused(settings(url, "secret", "tidewatch"))
          .hasMessageStartingWith("database.url=" + url)
          .hasMessageContaining("no PostgreSQL answers");
    }
    String closed = "jdbc:postgresql://127.0.0.1:1/shop?sslpassword=";
    assertThatThrownBy(() -> settings(closed, "secret", "tidewatch"))
        .hasMessageContaining("holds a user or a password");
  }

  private static AbstractThrowableAssert<?, ?> refused(DatabaseSettings settings) {
    long start = System.nanoTime();
    var refused = assertThatThrownBy(() -> Migrations.apply(settings, true));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    return refused.isInstanceOf(IllegalStateException.class);
  }

  @Test
  void needRightsAndSayWhichWereMissing() throws Exception {
    DatabaseSettings owner = settings(server.url(), server.password(), "rights");
    Migrations.apply(owner, true);
    try (Connection connection = owner.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE reader LOGIN PASSWORD 'reader'");
      connection.commit();
    }
    DatabaseSettings reader =
        new DatabaseSettings(server.url(), "reader", Optional.of("reader"), "other", Map.of());
    assertThatThrownBy(() -> Migrations.apply(reader, true))
        .hasMessageContaining("user 'reader' may not do this");
  }
}
