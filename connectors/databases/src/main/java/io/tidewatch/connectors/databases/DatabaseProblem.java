package io.tidewatch.connectors.databases;

import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an error of the database means, by its SQLSTATE (PostgreSQL manual, appendix A). */
enum DatabaseProblem {
  /** It is away or busy: the same will work later. */
  LATER,
  /** It does not take a row, and never will. */
  ROW,
  /** Somebody has to change something. */
  LASTING;

  static DatabaseProblem of(SQLException failure) {
    return switch (group(failure)) {
      // Data, constraints, limits of the program such as the longest key of an index.
      case "22", "23", "54" -> ROW;
      // Syntax, missing tables, missing rights; what the server or the driver cannot do.
      case "42", "0A", "3F" -> LASTING;
      default -> LATER;
    };
  }

  private static String group(SQLException failure) {
    String state = failure.getSQLState();
    return state == null || state.length() < 2 ? "" : state.substring(0, 2);
  }

  /** Says what is wrong with a row, without its values, which may be personal data. */
  static String ofRow(SQLException failure) {
    Optional<ServerErrorMessage> message =
        failure instanceof PSQLException refused
            ? Optional.ofNullable(refused.getServerErrorMessage())
            : Optional.empty();
    String where =
        message
                .map(ServerErrorMessage::getConstraint)
                .map(name -> ", constraint " + name)
                .orElse("")
            + message.map(ServerErrorMessage::getColumn).map(name -> ", column " + name).orElse("");
    return "SQLSTATE " + failure.getSQLState() + " (" + meaning(failure) + where + ")";
  }

  private static String meaning(SQLException failure) {
    return switch (failure.getSQLState()) {
      case "22021", "22P05" -> "a text has a character that PostgreSQL does not store, such as NUL";
      case "22003" -> "a number is out of range";
      case "23502" -> "a value is missing";
      case "23505" -> "another row has the same key";
      case "23514" -> "a check of the table fails";
      case "54000" -> "a key is too long for an index";
      default -> "the row breaks a rule of the table";
    };
  }

  /** Says why there is no connection, by the keys of the configuration that can change it. */
  static String ofConnection(SQLException failure, DatabaseSettings settings) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String what =
        switch (state) {
          case "28P01" ->
              "the server refuses the password of user '%s'; correct database.user, or what database.password-file or database.password-env leads to"
                  .formatted(settings.user());
          case "28000" ->
              "the server does not let user '%s' in (%s); correct database.user, the server's pg_hba.conf, or database.properties.sslmode"
                  .formatted(settings.user(), failure.getMessage());
          case "3D000" ->
              "there is no such database; create it (createdb), or correct the end of the address";
          case "42501" ->
              "user '%s' may not do this (%s); grant it, or let the database's owner run: sink --config FILE --check"
                  .formatted(settings.user(), failure.getMessage());
          case "08001", "08006", "08004", "" ->
              "no PostgreSQL answers there within %d s (%s); start it, or correct the address or database.properties.ssl*"
                  .formatted(DatabaseSettings.CONNECT_SECONDS, reason(failure));
          default -> "SQLSTATE " + state + ": " + failure.getMessage();
        };
    return "database.url=" + settings.address() + ": " + what;
  }

  private static String reason(SQLException failure) {
    Throwable cause = failure.getCause();
    return cause == null || cause.getMessage() == null
        ? failure.getMessage()
        : cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
