package io.tidewatch.platform.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.cluster.Cluster;
import io.tidewatch.cluster.Installation;
import io.tidewatch.cluster.flink.FlinkRest;
import io.tidewatch.cluster.flink.JobFiles;
import io.tidewatch.cluster.flink.Upgrade;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.scoring.ScoringConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts another jar or configuration in the place of the running job. */
@Command(
    name = "upgrade",
    description = {
      "Stops the job with a savepoint and goes on from it with another jar or configuration. If that"
          + " completes no checkpoint, the job before goes on from the same savepoint.",
      "Events wait meanwhile; none is lost or read twice. Exit code 1 if the job before runs on."
    },
    mixinStandardHelpOptions = true)
final class UpgradeCommand implements Callable<Integer> {
  private static final double MILLIS = 1_000;

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
      names = "--back",
      description = "Take jar and configuration of the job before this one, with today's state.")
  private boolean back;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description =
          "How long the other job may take to its first checkpoint. Default: ${DEFAULT-VALUE}.")
  private int patienceSeconds;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (back && (jar.isPresent() || config.isPresent())) {
      throw new ParameterException(
          spec.commandLine(),
          "--back takes jar and configuration of the job before; leave them out");
    }
    Cluster cluster = option.cluster();
    FlinkRest flink = new FlinkRest(cluster.plan().flinkUrl());
    FlinkRest.Job job =
        flink
            .liveJob()
            .filter(FlinkRest.Job::runs)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "no job runs at "
                            + cluster.plan().flinkUrl()
                            + " whose place another could take; ./tidewatch cluster status says"
                            + " what does"));
    Installation installation = LocalInstallation.find();
    JobFiles after = after(cluster, installation, job.id());
    ScoringConfig.read(after.config()); // what is wrong with it is said before anything stops
    JobFiles before =
        JobFiles.of(cluster.folder(), job.id())
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "job "
                            + job.id()
                            + " was not submitted by cluster submit: there is nothing in "
                            + cluster.folder().jobs()
                            + " to go back to"));
    Upgrade.Result result =
        new Upgrade(
                cluster.folder(),
                installation.classPath(),
                flink,
                Duration.ofSeconds(patienceSeconds),
                spec.commandLine().getErr()::println)
            .run(job.id(), before, after);
    report(result);
    return result.refused().isPresent() ? 1 : 0;
  }

  private JobFiles after(Cluster cluster, Installation installation, String job) {
    if (back) {
      return JobFiles.before(cluster.folder(), job)
          .orElseThrow(
              () ->
                  new CommandFailedException(
                      "there is no job before " + job + " in " + cluster.folder().jobs()));
    }
    return new JobFiles(
        jar.orElseGet(installation::jobJar).toAbsolutePath(),
        config.orElseGet(() -> cluster.folder().scoringConfig()).toAbsolutePath());
  }

  private void report(Upgrade.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode document =
          Json.object()
              .put("upgraded", result.refused().isEmpty())
              .put("job", result.job())
              .put("savepoint", result.savepoint().toString())
              .put("pauseSeconds", result.pause().toMillis() / MILLIS)
              .put("refused", result.refused().orElse(null));
      out.println(Json.pretty(document));
      return;
    }
    out.printf(
        "%s: job %s runs, decisions waited %.1f s%n",
        result.refused().isEmpty() ? "upgraded" : "not upgraded",
        result.job(),
        result.pause().toMillis() / MILLIS);
  }
}
