package io.tidewatch.platform.model;

import io.tidewatch.connectors.kafka.RecordJson;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.options.Home;
import io.tidewatch.platform.releases.ReleasePush;
import io.tidewatch.platform.releases.ReleaseStatuses;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.ModelRelease;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings a release into the running job. */
@Command(
    name = "push",
    description =
        "Verifies a release, copies it to the models folder, announces it on the topic models, and"
            + " waits until all subtasks of the job serve it.",
    mixinStandardHelpOptions = true)
final class PushCommand implements Callable<Integer> {
  private static final Duration STATUS_TIMEOUT = Duration.ofMinutes(2);

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;

  @Parameters(paramLabel = "FILE", description = "Release zip.")
  private Path file;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description =
          "Folder for releases that the job can read. Default: ~/.tidewatch/platform/models.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "Who pushes it.",
      defaultValue = "${sys:user.name}")
  private String by;

  @Option(names = "--no-wait", description = "Do not wait for the job.")
  private boolean noWait;

  @Override
  public Integer call() {
    ReleaseFile read = ReleaseFile.read(file);
    Configuration config = connection.connection().configuration();
    Path models = folder.orElse(Home.ofProcess().data().resolve("platform").resolve("models"));
    try (ReleaseStatuses statuses = ReleaseStatuses.follow(config);
        RecordProducer producer = new RecordProducer(config)) {
      ModelRelease message =
          new ReleasePush(models, producer).push(read.release(), read.zip(), Instant.now(), by);
      if (!noWait) {
        statuses.awaitServing(message, STATUS_TIMEOUT);
      }
      spec.commandLine().getOut().println(Json.pretty(RecordJson.of(message)));
    }
    return 0;
  }
}
