package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.RecordJson;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.models.Manifest;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.platform.releases.ReleasePush;
import io.tidewatch.platform.releases.ReleaseStatuses;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.ModelRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Works on model releases. */
@Command(
    name = "model",
    description = "Looks into release zips and pushes them into the running job.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ModelCommand implements Runnable {
  private static final Duration STATUS_TIMEOUT = Duration.ofMinutes(2);

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }

  @Command(
      name = "push",
      description =
          "Verifies a release, copies it to the models folder, announces it on the topic models, and"
              + " waits until all subtasks of the job serve it.",
      mixinStandardHelpOptions = true)
  int push(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "FILE", description = "Release zip.") Path file,
      @Option(
              names = "--models",
              paramLabel = "DIR",
              description =
                  "Folder for releases that the job can read. Default: ~/.tidewatch/platform/models.")
          Optional<Path> folder,
      @Option(
              names = "--by",
              paramLabel = "WHO",
              description = "Who pushes it.",
              defaultValue = "${sys:user.name}")
          String by,
      @Option(names = "--no-wait", description = "Do not wait for the job.") boolean noWait)
      throws InterruptedException {
    byte[] zip = read(file);
    Release release = verified(file, zip);
    Configuration config = connection.connection().configuration();
    Path models = folder.orElse(Home.ofProcess().data().resolve("platform").resolve("models"));
    try (ReleaseStatuses statuses = ReleaseStatuses.follow(config);
        RecordProducer producer = new RecordProducer(config)) {
      ModelRelease message =
          new ReleasePush(models, producer).push(release, zip, Instant.now(), by);
      if (!noWait) {
        statuses.awaitServing(message, STATUS_TIMEOUT);
      }
      spec.commandLine().getOut().println(Json.pretty(RecordJson.of(message)));
    }
    return 0;
  }

  @Command(
      name = "inspect",
      description = "Verifies a release and prints what it says of itself, as JSON.",
      mixinStandardHelpOptions = true)
  int inspect(@Parameters(paramLabel = "FILE", description = "Release zip.") Path file) {
    Release release = verified(file, read(file));
    Manifest manifest = release.manifest();
    ObjectNode all = Json.object();
    all.put("name", manifest.name());
    all.put("version", manifest.version());
    all.put("sha256", release.sha256());
    all.put("task", manifest.task().toString());
    all.putPOJO("layers", manifest.layers().stream().map(Object::toString).toList());
    ObjectNode provenance = all.putObject("provenance");
    provenance.put("trainingData", manifest.provenance().trainingData());
    provenance.put("trainer", manifest.provenance().trainer());
    provenance.put("seed", manifest.provenance().seed());
    ObjectNode metrics = all.putObject("metrics");
    manifest.metrics().forEach(metrics::put);
    all.put("probes", release.probes().size());
    spec.commandLine().getOut().println(Json.pretty(all));
    return 0;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailedException("cannot read the release " + file, e);
    }
  }

  private static Release verified(Path file, byte[] zip) {
    try {
      return Release.read(zip);
    } catch (RefusedReleaseException e) {
      throw new CommandFailedException(file + " is refused by gate " + e.gate(), e);
    }
  }
}
