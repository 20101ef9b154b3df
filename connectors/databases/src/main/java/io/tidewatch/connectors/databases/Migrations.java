package io.tidewatch.connectors.databases;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tables into the form that this version writes. */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final String FOLDER = "classpath:io/tidewatch/connectors/databases/migrations";

  private Migrations() {}

  /**
   * Connects once, makes the schema if it is missing, and changes what an older version left.
   * Several processes may do so at once.
   *
   * @param migrate whether to change anything; if not, the tables must be as they should be
   * @return the version that the tables have now
   * @throws IllegalStateException if the database cannot be reached within 10 seconds, refuses the
   *     login, lets this user not change the tables, or has tables of another version; it names the
   *     key of the configuration, its value and the remedy
   */
  public static String apply(DatabaseSettings settings, boolean migrate) {
    requireConnection(settings);
    Flyway flyway =
        Flyway.configure()
            .dataSource(settings.source())
            .schemas(settings.schema())
            .table("schema_history")
            .locations(FOLDER)
            .validateMigrationNaming(true)
            .load();
    try {
      if (migrate) {
        MigrateResult result = flyway.migrate();
        LOG.info("tables: {} migrations applied", result.migrationsExecuted);
      } else {
        flyway.validate();
      }
    } catch (FlywayException e) {
      throw refusal(e, settings, migrate);
    }
    MigrationInfo current = flyway.info().current();
    return current == null ? "none" : current.getVersion().getVersion();
  }

  private static void requireConnection(DatabaseSettings settings) {
    try (Connection connection = settings.connect()) {
      connection.rollback();
    } catch (SQLException e) {
      IllegalStateException failure =
          new IllegalStateException(DatabaseProblem.ofConnection(e, settings));
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private static IllegalStateException refusal(
      FlywayException failure, DatabaseSettings settings, boolean migrate) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return new IllegalStateException(DatabaseProblem.ofConnection(sql, settings), failure);
      }
    }
    return new IllegalStateException(
        migrate
            ? "database.schema=%s: the tables cannot be brought up to date"
                .formatted(settings.schema())
            : "database.schema=%s: the tables are not those of this version; run: sink --config FILE --check with database.migrate=true"
                .formatted(settings.schema()),
        failure);
  }
}
