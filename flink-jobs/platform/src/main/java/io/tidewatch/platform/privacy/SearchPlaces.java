package io.tidewatch.platform.privacy;

import io.tidewatch.connectors.databases.DatabaseSearch;
import io.tidewatch.connectors.files.FileSearch;
import io.tidewatch.connectors.kafka.privacy.SearchTerms;
import io.tidewatch.connectors.kafka.privacy.TopicSearch;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** Where, beside the topics, something of a customer may be: options, and a search through all. */
final class SearchPlaces {
  @Option(
      names = "--files",
      paramLabel = "DIR",
      description =
          "Folder of exports or training sets (CSV, JSON lines, Parquet, also in gzip); may be"
              + " given more than once. An erasure takes the customer's lines and rows out.")
  private List<Path> files = List.of();

  @Option(
      names = "--savepoint",
      paramLabel = "DIR",
      description = "With --check: folder of a savepoint of the job, taken after the erasure.")
  private List<Path> savepoints = List.of();

  @Option(
      names = "--logs",
      paramLabel = "DIR",
      description = "With --check: folder of logs; may be given more than once.")
  private List<Path> logs = List.of();

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "Database of the sink, such as jdbc:postgresql://127.0.0.1:5432/shop.")
  private Optional<String> database = Optional.empty();

  @Option(
      names = "--database-user",
      paramLabel = "NAME",
      description = "User to log in by. Default: ${DEFAULT-VALUE}.",
      defaultValue = "tidewatch")
  private String user;

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description = "File with the password. Default: none is asked for.")
  private Optional<Path> passwordFile = Optional.empty();

  /**
   * What was found at one place.
   *
   * @param place such as {@code topic tickets, partition 2}
   * @param number records, rows or files' finds
   * @param last where the last one is; empty if that says nothing
   * @param terms how often, by what the terms are called
   */
  record Find(String place, long number, String last, Map<String, Long> terms) {}

  List<Path> files() {
    return files;
  }

  boolean hasDatabase() {
    return database.isPresent();
  }

  /** Searches topics and all that the options name. */
  List<Find> search(Configuration config, SearchTerms terms, PrintWriter err) {
    List<Find> finds = new ArrayList<>();
    try (ProgressLine line = new ProgressLine(Terminal.err(err), "topics")) {
      for (TopicSearch.Found found : TopicSearch.run(config, terms, share -> line.at(share, ""))) {
        finds.add(
            new Find(
                "topic %s, partition %d"
                    .formatted(found.partition().topic(), found.partition().partition()),
                found.records(),
                "offset " + found.lastOffset(),
                found.terms()));
      }
    }
    savepoints.forEach(folder -> finds.addAll(inFolder("savepoint", folder, terms)));
    files.forEach(folder -> finds.addAll(inFolder("file", folder, terms)));
    logs.forEach(folder -> finds.addAll(inFolder("log", folder, terms)));
    finds.addAll(inDatabase(terms));
    return finds;
  }

  /** Says what {@link #search} looks at beside the topics. */
  String described() {
    List<String> all = new ArrayList<>(List.of("all topics"));
    savepoints.forEach(folder -> all.add("savepoint " + folder));
    files.forEach(folder -> all.add("files " + folder));
    logs.forEach(folder -> all.add("logs " + folder));
    database.ifPresent(url -> all.add("database " + url));
    return String.join(", ", all);
  }

  private static List<Find> inFolder(String kind, Path folder, SearchTerms terms) {
    if (!Files.exists(folder)) {
      throw new CommandFailedException("there is no folder " + folder + " to look for a " + kind);
    }
    try {
      return FileSearch.run(folder, terms, count -> {}).stream()
          .map(
              found ->
                  new Find(
                      kind + " " + found.file(),
                      found.terms().values().stream().mapToLong(Long::longValue).sum(),
                      "",
                      found.terms()))
          .toList();
    } catch (IOException e) {
      throw new CommandFailedException("cannot read all of " + folder, e);
    }
  }

  /** Searches the database, if one is named. */
  List<Find> inDatabase(SearchTerms terms) {
    if (database.isEmpty()) {
      return List.of();
    }
    try (Connection connection = DriverManager.getConnection(database.get(), login())) {
      return DatabaseSearch.run(connection, terms).stream()
          .map(found -> new Find("table " + found.table(), found.rows(), "", found.terms()))
          .toList();
    } catch (SQLException e) {
      throw new CommandFailedException("cannot read all tables of " + database.get(), e);
    }
  }

  private Properties login() {
    Properties login = new Properties();
    login.setProperty("user", user);
    passwordFile.ifPresent(file -> login.setProperty("password", password(file)));
    return login;
  }

  private static String password(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new CommandFailedException("cannot read the password in " + file, e);
    }
  }
}
