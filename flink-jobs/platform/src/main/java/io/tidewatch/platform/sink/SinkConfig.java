package io.tidewatch.platform.sink;

import io.tidewatch.connectors.databases.DatabaseSettings;
import io.tidewatch.connectors.databases.SinkTable;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.platform.options.Secrets;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.ConfigFile;
import io.tidewatch.scoring.ConfigKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The checked configuration of the sink: {@link SinkOptions} and those of Kafka and registry.
 *
 * @param topics what is written to tables, at least one
 * @param groupId consumer group and name of the sink
 * @param metricsPort port of the metrics
 * @param database where the tables are
 * @param migrate whether tables are made and changed
 * @param kafka options of its consumer and its producer
 */
public record SinkConfig(
    List<Topic> topics,
    String groupId,
    int metricsPort,
    DatabaseSettings database,
    boolean migrate,
    ReadableConfig kafka) {
  private static final int MOST = 10_000;
  private static final String POLLED = KafkaOptions.PROPERTIES.key() + ".max.poll.records";

  private static final ConfigKeys KEYS =
      new ConfigKeys(
          Stream.of(SinkOptions.SINK, SinkOptions.DATABASE, SinkOptions.KAFKA)
              .flatMap(List::stream)
              .toList(),
          List.of(SinkOptions.PROPERTIES, KafkaOptions.PROPERTIES),
          "");

  /**
   * Checks keys and values, and reads the secret that they name.
   *
   * @param environment value of an environment variable, or null
   * @throws IllegalArgumentException naming the key at fault and the remedy
   */
  public static SinkConfig of(Map<String, String> entries, UnaryOperator<String> environment) {
    Configuration configuration = KEYS.checked(entries);
    int size = configuration.get(SinkOptions.BATCH_SIZE);
    if (size < 1 || size > MOST) {
      throw new IllegalArgumentException(
          "%s=%d must be 1 to %d".formatted(SinkOptions.BATCH_SIZE.key(), size, MOST));
    }
    Map<String, String> others = new HashMap<>(configuration.toMap());
    others.keySet().removeIf(key -> key.startsWith("sink.") || key.startsWith("database."));
    others.put(POLLED, String.valueOf(size));
    return new SinkConfig(
        topics(configuration),
        configuration.get(SinkOptions.GROUP_ID),
        configuration.get(SinkOptions.METRICS_PORT),
        database(configuration, new Secrets(environment)),
        configuration.get(SinkOptions.MIGRATE),
        Configuration.fromMap(others));
  }

  private static List<Topic> topics(ReadableConfig config) {
    List<String> names = config.get(SinkOptions.TOPICS);
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          SinkOptions.TOPICS.key() + " is empty; name at least one topic");
    }
    try {
      return names.stream()
          .map(name -> SinkTable.of(Topic.named(name)).topic())
          .distinct()
          .toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(SinkOptions.TOPICS.key() + ": " + e.getMessage(), e);
    }
  }

  private static DatabaseSettings database(ReadableConfig config, Secrets secrets) {
    boolean asksForPassword =
        !config.get(SinkOptions.PASSWORD_FILE).isEmpty()
            || !config.get(SinkOptions.PASSWORD_ENV).isEmpty();
    return new DatabaseSettings(
        config.get(SinkOptions.URL),
        config.get(SinkOptions.USER),
        asksForPassword
            ? Optional.of(secrets.read(config, SinkOptions.PASSWORD_FILE, SinkOptions.PASSWORD_ENV))
            : Optional.empty(),
        config.get(SinkOptions.SCHEMA),
        config.get(SinkOptions.PROPERTIES));
  }

  /**
   * Reads a file as {@link ConfigFile} does, and this process's environment.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException as {@link #of}
   */
  public static SinkConfig read(Path file) throws IOException {
    try {
      return of(ConfigFile.read(file), System::getenv);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Without the options of Kafka, which may hold passwords. */
  @Override
  public String toString() {
    return "SinkConfig[topics=" + topics + ", groupId=" + groupId + ", " + database + "]";
  }
}
