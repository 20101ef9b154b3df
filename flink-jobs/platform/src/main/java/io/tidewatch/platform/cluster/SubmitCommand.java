package io.tidewatch.platform.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.cluster.Cluster;
import io.tidewatch.cluster.Installation;
import io.tidewatch.cluster.flink.FlinkRest;
import io.tidewatch.cluster.flink.JobFiles;
import io.tidewatch.cluster.flink.JobSubmission;
import io.tidewatch.connectors.kafka.Reachability;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.Role;
import io.tidewatch.scoring.ScoringConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Submits the scoring job. */
@Command(
    name = "submit",
    description =
        "Submits the scoring job to the cluster's Flink, and waits until it runs. It then runs"
            + " until it is cancelled, also over stop and start.",
    mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(300);

  @Spec private CommandSpec spec;
  @Mixin private ClusterOption option;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration of the job. Default: conf/scoring.properties in the folder.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "Jar of the job. Default: the one that this build made.")
  private Optional<Path> jar = Optional.empty();

  @Option(
      names = "--restore",
      paramLabel = "PATH",
      description = "Checkpoint or savepoint to go on from. Default: none, the job begins anew.")
  private Optional<Path> restore = Optional.empty();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Cluster cluster = option.cluster();
    Path file = config.orElseGet(() -> cluster.folder().scoringConfig()).toAbsolutePath();
    // What is wrong with it is said here, not in a log of Flink's.
    Reachability.require(ScoringConfig.read(file).configuration(), Role.SCORING);
    FlinkRest flink = new FlinkRest(cluster.plan().flinkUrl());
    requireNoJob(cluster, flink);
    Installation installation = LocalInstallation.find();
    JobFiles files = new JobFiles(jar.orElseGet(installation::jobJar), file);
    String id = JobSubmission.submit(cluster.folder(), installation.classPath(), files, restore);
    awaitRunning(flink, id);
    if (json) {
      ObjectNode document = Json.object().put("job", id).put("config", file.toString());
      spec.commandLine().getOut().println(Json.pretty(document));
    } else {
      spec.commandLine().getOut().println("job " + id + " runs");
    }
    return 0;
  }

  private static void requireNoJob(Cluster cluster, FlinkRest flink) throws InterruptedException {
    Optional<List<FlinkRest.Job>> jobs = flink.jobs();
    if (jobs.isEmpty()) {
      throw new CommandFailedException(
          "no JobManager answers at "
              + cluster.plan().flinkUrl()
              + "; ./tidewatch cluster status says what runs");
    }
    jobs.get().stream()
        .filter(FlinkRest.Job::alive)
        .findFirst()
        .ifPresent(
            job -> {
              throw new CommandFailedException(
                  "job "
                      + job.id()
                      + " is "
                      + job.state()
                      + " already; two would write everything twice."
                      + " ./tidewatch cluster upgrade puts another in its place");
            });
  }

  private static void awaitRunning(FlinkRest flink, String id) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<FlinkRest.Job> job = flink.job(id);
      if (job.filter(FlinkRest.Job::runs).isPresent()) {
        return;
      }
      if (job.isPresent() && !job.get().alive() || System.nanoTime() > deadline) {
        throw new CommandFailedException(
            "job "
                + id
                + " does not run: "
                + job.map(FlinkRest.Job::state).orElse("unknown")
                + "; the log of the JobManager says why");
      }
      Thread.sleep(POLL.toMillis());
    }
  }
}
