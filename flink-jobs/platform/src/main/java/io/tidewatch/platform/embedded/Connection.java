package io.tidewatch.platform.embedded;

import io.tidewatch.connectors.kafka.KafkaOptions;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;

/**
 * Where a Kafka and its registry can be reached.
 *
 * @param bootstrapServers host:port pairs of Kafka brokers
 * @param registryUrl base URL of a registry with the Confluent-compatible API
 */
public record Connection(String bootstrapServers, String registryUrl) {
  private static final String KAFKA = KafkaOptions.BOOTSTRAP_SERVERS.key();
  private static final String REGISTRY = KafkaOptions.SCHEMA_REGISTRY_URL.key();
  private static final String PROCESS = "process.id";

  public Connection {
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    Objects.requireNonNull(registryUrl, "registryUrl");
  }

  /** Returns the configuration entries that lead to it. */
  public Map<String, String> entries() {
    return Map.of(
        KafkaOptions.BOOTSTRAP_SERVERS.key(),
        bootstrapServers,
        KafkaOptions.SCHEMA_REGISTRY_URL.key(),
        registryUrl);
  }

  /** Returns the entries as the connectors take them. */
  public Configuration configuration() {
    return Configuration.fromMap(entries());
  }

  /**
   * Reads what a running platform wrote.
   *
   * @return empty if there is no such file, or the process that wrote it is gone
   */
  public static Optional<Connection> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    String process = properties.getProperty(PROCESS, "");
    boolean alive =
        process.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(process)).isPresent();
    String kafka = properties.getProperty(KAFKA);
    String registry = properties.getProperty(REGISTRY);
    return alive && kafka != null && registry != null
        ? Optional.of(new Connection(kafka, registry))
        : Optional.empty();
  }

  /** Writes the connection for other processes, with this process's id. */
  public void write(Path file) {
    write(file, ProcessHandle.current().pid());
  }

  /**
   * Writes the connection for other processes.
   *
   * @param process id of a process that lives as long as the connection holds
   */
  public void write(Path file, long process) {
    Properties properties = new Properties();
    properties.setProperty(KAFKA, bootstrapServers);
    properties.setProperty(REGISTRY, registryUrl);
    properties.setProperty(PROCESS, Long.toString(process));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        properties.store(writer, "Where the running Tidewatch platform can be reached");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
