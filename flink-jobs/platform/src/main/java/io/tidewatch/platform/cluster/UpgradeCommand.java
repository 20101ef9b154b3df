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
      "First the other jar or configuration is rehearsed beside the running job: from a savepoint of"
          + " that, over the same events, into a topic of its own. If it says something else of"
          + " customers, nothing is changed.",
      "Then the job stops with a savepoint and the other one goes on from it. If that completes no"
          + " checkpoint, the job before goes on from the same savepoint.",
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

  @Option(
      names = "--rehearse-events",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "Events to compare scores over; fewer if they do not come in the time of --patience."
              + " Default: ${DEFAULT-VALUE}.")
  private long rehearseEvents;

  @Option(
      names = "--max-score-change",
      paramLabel = "X",
      defaultValue = "0.02",
      description =
          "How far the scores of a customer, from 0 to 1, may move; one in a hundred customers may"
              + " move further. Default: ${DEFAULT-VALUE}.")
  private double maxScoreChange;

  @Option(names = "--no-rehearsal", description = "Switch at once. --back does so in any case.")
  private boolean noRehearsal;

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
    Optional<RehearsalReport> rehearsal = Optional.empty();
    if (!back && !noRehearsal) {
      rehearsal = Optional.of(rehearse(cluster, installation, flink, job.id(), before, after));
      if (rehearsal.get().refused().isPresent()) {
        String why = "the rehearsal failed: " + rehearsal.get().refused().get();
        report(new Outcome(job.id(), Optional.empty(), 0, Optional.of(why)), rehearsal);
        return 1;
      }
    }
    Upgrade.Result result =
        new Upgrade(
                cluster.folder(),
                installation.classPath(),
                flink,
                Duration.ofSeconds(patienceSeconds),
                spec.commandLine().getErr()::println)
            .run(job.id(), before, after);
    report(
        new Outcome(
            result.job(),
            Optional.of(result.savepoint()),
            result.pause().toMillis() / MILLIS,
            result.refused()),
        rehearsal);
    return result.refused().isPresent() ? 1 : 0;
  }

  private RehearsalReport rehearse(
      Cluster cluster,
      Installation installation,
      FlinkRest flink,
      String job,
      JobFiles before,
      JobFiles after)
      throws IOException, InterruptedException {
    return new Rehearsal(
            cluster,
            installation.classPath(),
            flink,
            new Rehearsal.Terms(
                rehearseEvents, Duration.ofSeconds(patienceSeconds), maxScoreChange),
            spec.commandLine().getErr()::println)
        .run(job, before.config(), after);
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

  /**
   * What came of it.
   *
   * @param job the job that runs now
   * @param savepoint what it began with, if it was changed
   */
  private record Outcome(
      String job, Optional<Path> savepoint, double pauseSeconds, Optional<String> refused) {}

  private void report(Outcome outcome, Optional<RehearsalReport> rehearsal) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode document =
          Json.object()
              .put("upgraded", outcome.refused().isEmpty())
              .put("job", outcome.job())
              .put("savepoint", outcome.savepoint().map(Path::toString).orElse(null))
              .put("pauseSeconds", outcome.pauseSeconds())
              .put("refused", outcome.refused().orElse(null));
      document.set("rehearsal", rehearsal.map(RehearsalReport::json).orElse(null));
      out.println(Json.pretty(document));
      return;
    }
    rehearsal.ifPresent(report -> out.println(report.table()));
    outcome.refused().ifPresent(out::println);
    out.printf(
        "%s: job %s runs, decisions waited %.1f s%n",
        outcome.refused().isEmpty() ? "upgraded" : "not upgraded",
        outcome.job(),
        outcome.pauseSeconds());
  }
}
