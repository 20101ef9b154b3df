package io.tidewatch.platform.model;

import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.scoring.slots.Change;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of all commands that change what serves: where, by whom, why. */
final class ChangeOptions {
  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "Who makes the change; kept. Default: the name of the account.",
      defaultValue = "${sys:user.name}")
  private String by;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      description = "Why, in a sentence; kept, and shown by model history.")
  private Optional<String> why = Optional.empty();

  @Option(names = "--no-wait", description = "Do not wait for the job.")
  private boolean noWait;

  @Option(names = "--json", description = "Print the messages that were sent, as JSON.")
  private boolean json;

  Configuration configuration() {
    return connection.connection().configuration();
  }

  Change change(boolean override) {
    return new Change(Instant.now(), by, why, override);
  }

  boolean waits() {
    return !noWait;
  }

  boolean json() {
    return json;
  }
}
