package io.tidewatch.platform.embedded;

import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;

/**
 * Where a Kafka and its registry can be reached, and by which files clients log in and encrypt.
 *
 * @param bootstrapServers host:port pairs of Kafka brokers
 * @param registryUrl base URL of a registry with the Confluent-compatible API
 * @param access further entries of the configuration, by their keys; they name files with secrets,
 *     and hold none
 */
public record Connection(String bootstrapServers, String registryUrl, Map<String, String> access) {
  private static final String KAFKA = KafkaOptions.BOOTSTRAP_SERVERS.key();
  private static final String REGISTRY = KafkaOptions.SCHEMA_REGISTRY_URL.key();
  private static final String PROCESS = "process.id";
  private static final List<String> ACCESS =
      List.of(
          KafkaOptions.CLIENT_FILE.key(),
          KafkaOptions.SCHEMA_REGISTRY_TOKEN_FILE.key(),
          KafkaOptions.SCHEMA_REGISTRY_CA_FILE.key(),
          MasterKeyOptions.MASTER_KEY_FILE.key());

  public Connection {
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    Objects.requireNonNull(registryUrl, "registryUrl");
    access = Map.copyOf(access);
  }

  /** Leads to a Kafka and a registry that ask nobody who they are, and to no file. */
  public Connection(String bootstrapServers, String registryUrl) {
    this(bootstrapServers, registryUrl, Map.of());
  }

  /** Returns a connection of clients that encrypt personal fields with a master key. */
  public Connection withMasterKey(Path file) {
    Map<String, String> more = new TreeMap<>(access);
    more.put(MasterKeyOptions.MASTER_KEY_FILE.key(), file.toAbsolutePath().toString());
    return new Connection(bootstrapServers, registryUrl, more);
  }

  /** Returns the configuration entries that lead to it. */
  public Map<String, String> entries() {
    Map<String, String> entries = new TreeMap<>(access);
    entries.put(KAFKA, bootstrapServers);
    entries.put(REGISTRY, registryUrl);
    return entries;
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
    Map<String, String> access = new TreeMap<>();
    for (String key : ACCESS) {
      Optional.ofNullable(properties.getProperty(key)).ifPresent(path -> access.put(key, path));
    }
    return alive && kafka != null && registry != null
        ? Optional.of(new Connection(kafka, registry, access))
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
    entries().forEach(properties::setProperty);
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
