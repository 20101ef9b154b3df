package io.tidewatch.connectors.databases;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How to reach a PostgreSQL database. Immutable.
 *
 * @param url address, such as {@code jdbc:postgresql://host:5432/shop}
 * @param user name to log in by
 * @param password the password; empty where the server asks for none
 * @param schema schema of the tables
 * @param properties further properties of the JDBC driver by name, such as {@code sslmode}
 */
public record DatabaseSettings(
    String url,
    String user,
    Optional<String> password,
    String schema,
    Map<String, String> properties) {
  static final int CONNECT_SECONDS = 8;

  private static final String SCHEME = "jdbc:postgresql://";
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  private static final Set<String> SECRETS = Set.of("user", "password", "sslpassword");

  /**
   * A server that hangs is left after a minute, and one that does not answer before people lose
   * patience.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "ApplicationName", "tidewatch-sink",
          "connectTimeout", "5",
          "loginTimeout", String.valueOf(CONNECT_SECONDS),
          "socketTimeout", "60",
          "tcpKeepAlive", "true");

  /**
   * Checks the settings; asks no server.
   *
   * @throws IllegalArgumentException naming the key of the configuration, its value, unless that
   *     may be a secret, and the remedy
   */
  public DatabaseSettings {
    properties = Map.copyOf(properties);
    requireUrl(url);
    if (user.isBlank()) {
      throw new IllegalArgumentException("database.user is empty; name the user to log in by");
    }
    if (!NAME.matcher(schema).matches() || schema.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "database.schema=%s must be 1 to 63 of a-z, 0-9 and _, and not begin with a digit or pg_"
              .formatted(schema));
    }
    for (String name : properties.keySet()) {
      if (SECRETS.contains(name)) {
        throw new IllegalArgumentException(
            "database.properties.%s has no place here; see database.user, database.password-file and database.password-env"
                .formatted(name));
      }
      if (PGProperty.forName(name) == null) {
        throw new IllegalArgumentException(
            "database.properties.%s is no property of the PostgreSQL JDBC driver; its manual lists them under Connection Parameters"
                .formatted(name));
      }
    }
  }

  private static void requireUrl(String url) {
    String shown = withoutParameters(url);
    if (!url.startsWith(SCHEME) || shown.indexOf('/', SCHEME.length()) < 0 || shown.endsWith("/")) {
      throw new IllegalArgumentException(
          "database.url=%s must look like jdbc:postgresql://host:5432/database"
              .formatted(shown.contains("@") ? "(hidden: it may hold a password)" : shown));
    }
    if (shown.contains("@") || url.contains("password=")) {
      throw new IllegalArgumentException(
          "database.url holds a user or a password; they belong to database.user and to database.password-file or database.password-env");
    }
  }

  private static String withoutParameters(String url) {
    int end = url.indexOf('?');
    return end < 0 ? url : url.substring(0, end);
  }

  /** Returns the address as it may be shown: without parameters. */
  public String address() {
    return withoutParameters(url);
  }

  /** Returns a source of connections whose search path is the schema. */
  PGSimpleDataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    try {
      for (Map.Entry<String, String> one : DEFAULTS.entrySet()) {
        if (!url.contains(one.getKey() + "=")) {
          source.setProperty(one.getKey(), one.getValue());
        }
      }
      for (Map.Entry<String, String> one : properties.entrySet()) {
        source.setProperty(one.getKey(), one.getValue());
      }
    } catch (SQLException e) {
      throw new IllegalArgumentException(
          "database.properties: " + e.getMessage() + "; correct the value", e);
    }
    source.setCurrentSchema(schema);
    source.setUser(user);
    password.ifPresent(source::setPassword);
    return source;
  }

  /** Connects; the caller closes the connection. */
  Connection connect() throws SQLException {
    Connection connection = source().getConnection();
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "DatabaseSettings[" + address() + ", user=" + user + ", schema=" + schema + "]";
  }
}
