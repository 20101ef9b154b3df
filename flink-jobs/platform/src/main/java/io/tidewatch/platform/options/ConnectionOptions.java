package io.tidewatch.platform.options;

import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import picocli.CommandLine.Option;

/** Options of commands that talk to a running Kafka and registry. */
public final class ConnectionOptions {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description =
          "Kafka bootstrap servers. Default: the running ./tidewatch platform or demo of this"
              + " machine.")
  private Optional<String> kafka = Optional.empty();

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Schema registry with the Confluent-compatible API. Default: as for --kafka.")
  private Optional<String> registry = Optional.empty();

  @Option(
      names = "--client-file",
      paramLabel = "FILE",
      description =
          "Properties of Kafka clients, as Kafka's tools take by --command-config: TLS and login."
              + " Default: those of the running cluster, if --kafka is not given.")
  private Optional<Path> clientFile = Optional.empty();

  @Option(
      names = "--registry-token-file",
      paramLabel = "FILE",
      description = "File with the token that the registry asks for. Default: as --client-file.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--registry-ca-file",
      paramLabel = "FILE",
      description =
          "PEM file with the authorities of the registry's certificate. Default: as --client-file.")
  private Optional<Path> caFile = Optional.empty();

  @Option(
      names = "--master-key-file",
      paramLabel = "FILE",
      description =
          "Master key by which personal fields are encrypted and keys of customers are read."
              + " Default: that of the running platform, if --kafka is not given.")
  private Optional<Path> masterKey = Optional.empty();

  /**
   * Returns where to connect to.
   *
   * @throws CommandFailedException if nothing was given and no platform runs
   */
  public Connection connection() {
    if (kafka.isPresent() && registry.isPresent()) {
      return new Connection(kafka.get(), registry.get(), access(Map.of()));
    }
    Connection running =
        Connection.read(Home.ofProcess().connectionFile())
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "no running platform found; start one with ./tidewatch platform, or give"
                            + " --kafka HOST:PORT and --registry URL"));
    return new Connection(
        kafka.orElse(running.bootstrapServers()),
        registry.orElse(running.registryUrl()),
        access(kafka.isPresent() ? Map.of() : running.access()));
  }

  /** Passwords go to nobody but those whom they are for, hence nothing for another Kafka. */
  private Map<String, String> access(Map<String, String> running) {
    Map<String, String> access = new TreeMap<>(running);
    put(access, KafkaOptions.CLIENT_FILE, clientFile);
    put(access, KafkaOptions.SCHEMA_REGISTRY_TOKEN_FILE, tokenFile);
    put(access, KafkaOptions.SCHEMA_REGISTRY_CA_FILE, caFile);
    put(access, MasterKeyOptions.MASTER_KEY_FILE, masterKey);
    return access;
  }

  private static void put(
      Map<String, String> access, ConfigOption<String> option, Optional<Path> file) {
    file.ifPresent(path -> access.put(option.key(), path.toAbsolutePath().toString()));
  }
}
