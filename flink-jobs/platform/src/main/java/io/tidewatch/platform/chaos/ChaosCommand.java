package io.tidewatch.platform.chaos;

import io.tidewatch.cluster.plan.ClusterFolder;
import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The fault suite. */
@Command(
    name = "chaos",
    description = {
      "Breaks a cluster of its own, in a folder of its own, again and again while events come:"
          + " processes are killed and frozen, input is poisoned, doubled and reordered,"
          + " checkpoints fail. At the end everything that it decided is compared, byte by byte,"
          + " with a job that nothing disturbed; less than 50 minutes.",
      "",
      "Exit code 1 if anything is lost, doubled or different."
    },
    mixinStandardHelpOptions = true)
public final class ChaosCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description = "A few faults in three minutes: shows that the suite works.")
  private boolean quick;

  @Option(
      names = "--all",
      description =
          "Also what can happen to a network, to all brokers at once, and to checkpoints that are"
              + " to be restored, on three brokers.")
  private boolean all;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "KIND",
      description =
          "Only these faults, in this order, a kind as often as it is named: as the report calls"
              + " them, with commas between.")
  private List<String> faults = List.of();

  @Option(
      names = "--minutes",
      defaultValue = "30",
      paramLabel = "N",
      description = "After this time no further fault is begun. Default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(
      names = "--brokers",
      paramLabel = "N",
      description = "Kafka brokers, 1 or 3. Default: 1, with --all 3.")
  private Optional<Integer> brokers = Optional.empty();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Empty folder for everything that is written, which then stays, with all logs. Default:"
              + " a temporary one, which stays only after a failure.")
  private Optional<Path> directory = Optional.empty();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  private ChaosPlan plan() {
    if ((quick || all) && !faults.isEmpty() || quick && all) {
      throw new CommandFailedException(
          "--quick, --all and --faults each say which faults are done; give one of them");
    }
    int count = brokers.orElse(all ? ClusterPlan.MOST_BROKERS : 1);
    if (quick) {
      return ChaosPlan.quick(count);
    }
    Duration limit = Duration.ofMinutes(minutes);
    if (all) {
      return ChaosPlan.all(count, limit);
    }
    try {
      return faults.isEmpty()
          ? ChaosPlan.full(count, limit)
          : ChaosPlan.of(faults.stream().map(FaultKind::named).toList(), count, limit);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException("--faults: " + e.getMessage(), e);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ChaosPlan plan = plan();
    Path folder =
        directory.isPresent() ? directory.get() : Files.createTempDirectory("tidewatch-chaos-");
    ChaosReport report;
    try (ProgressLine line = new ProgressLine(Terminal.err(spec.commandLine().getErr()), "chaos")) {
      report = new ChaosRun(plan, folder, line::at).run();
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage() + "; everything is in " + folder, e);
    }
    spec.commandLine().getOut().println(json ? Json.pretty(report.json()) : report.table());
    if (!report.passed()) {
      throw new CommandFailedException(
          "the cluster did not decide as if nothing had happened; everything is in " + folder);
    }
    if (directory.isEmpty()) {
      new ClusterFolder(folder).purge();
    }
    return 0;
  }
}
