package io.tidewatch.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class EmbeddedPostgresIT {
  @Test
  void keepsWhatWasCommittedBeforeItWasKilledAndLetsNobodyInWithoutThePassword() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.url(), EmbeddedPostgres.USER, "wrong"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      try (Connection connection = connect(server);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
      }
      server.kill();
      assertThatThrownBy(() -> connect(server)).hasMessageContaining("refused");
      server.restart();
      try (Connection connection = connect(server);
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT answer FROM kept")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(42);
      }
      server.stop();
      server.restart();
    }
  }

  private static Connection connect(EmbeddedPostgres server) throws SQLException {
    return DriverManager.getConnection(server.url(), EmbeddedPostgres.USER, server.password());
  }
}
