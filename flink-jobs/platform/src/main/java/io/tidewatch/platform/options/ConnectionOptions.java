package io.tidewatch.platform.options;

import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
      return withMasterKey(new Connection(kafka.get(), registry.get()));
    }
    Connection running =
        Connection.read(Home.ofProcess().connectionFile())
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "no running platform found; start one with ./tidewatch platform, or give"
                            + " --kafka HOST:PORT and --registry URL"));
    return withMasterKey(
        new Connection(
            kafka.orElse(running.bootstrapServers()),
            registry.orElse(running.registryUrl()),
            kafka.isPresent() ? Map.of() : running.access()));
  }

  private Connection withMasterKey(Connection connection) {
    return masterKey.map(connection::withMasterKey).orElse(connection);
  }
}
