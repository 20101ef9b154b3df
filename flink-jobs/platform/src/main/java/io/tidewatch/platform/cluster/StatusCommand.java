package io.tidewatch.platform.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.cluster.Cluster;
import io.tidewatch.cluster.ClusterStatus;
import io.tidewatch.cluster.flink.FlinkRest;
import io.tidewatch.platform.terminal.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how a cluster does. */
@Command(
    name = "status",
    description =
        "Says what runs, since when, and how often it was started again. Exit code 1 unless every"
            + " process is up.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ClusterOption option;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Cluster cluster = option.cluster();
    ClusterStatus status = cluster.status();
    spec.commandLine()
        .getOut()
        .println(json ? Json.pretty(document(cluster, status)) : table(cluster, status));
    return status.up() ? 0 : 1;
  }

  static ObjectNode document(Cluster cluster, ClusterStatus status) {
    ObjectNode root = Json.object();
    root.put("up", status.up());
    root.put("folder", cluster.folder().root().toString());
    root.put("kafka", cluster.plan().kafka().bootstrapServers());
    root.put("registry", cluster.plan().registryUrl());
    root.put("flink", cluster.plan().flinkUrl());
    root.put("gateway", cluster.plan().gatewayUrl());
    status.supervisor().ifPresent(process -> root.put("supervisor", process.pid()));
    status.taskManagers().ifPresent(count -> root.put("taskManagers", count));
    ArrayNode processes = root.putArray("processes");
    for (ClusterStatus.Node node : status.nodes()) {
      ObjectNode one = processes.addObject();
      one.put("name", node.name());
      one.put("state", word(node.state()));
      node.pid().ifPresent(pid -> one.put("pid", pid));
      node.since().ifPresent(since -> one.put("since", since.toString()));
      one.put("restarts", node.restarts());
    }
    status.job().ifPresent(job -> root.set("job", document(job)));
    return root;
  }

  private static ObjectNode document(FlinkRest.Job job) {
    ObjectNode one = Json.object();
    one.put("id", job.id());
    one.put("name", job.name());
    one.put("state", job.state());
    one.put("tasks", job.tasks());
    one.put("tasksRunning", job.running());
    one.put("checkpoints", job.checkpoints());
    job.newestCheckpoint().ifPresent(number -> one.put("newestCheckpoint", number));
    return one;
  }

  private static String table(Cluster cluster, ClusterStatus status) {
    StringBuilder text = new StringBuilder();
    String row = "%-16s %-9s %9s  %-20s %8s%n";
    text.append(String.format(Locale.ROOT, row, "process", "state", "pid", "since", "restarts"));
    Optional<ProcessHandle> supervisor = status.supervisor();
    text.append(
        String.format(
            Locale.ROOT,
            row,
            "supervisor",
            supervisor.isPresent() ? "up" : "down",
            supervisor.map(process -> Long.toString(process.pid())).orElse("-"),
            seconds(supervisor.flatMap(process -> process.info().startInstant())),
            ""));
    for (ClusterStatus.Node node : status.nodes()) {
      text.append(
          String.format(
              Locale.ROOT,
              row,
              node.name(),
              word(node.state()),
              node.pid().isPresent() ? Long.toString(node.pid().getAsLong()) : "-",
              seconds(node.since()),
              node.restarts()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%n%-16s %s",
            "job",
            status
                .job()
                .map(StatusCommand::line)
                .orElse(
                    status.taskManagers().isPresent()
                        ? "none"
                        : "unknown: no JobManager answers")));
    return text.append(String.format(Locale.ROOT, "%n%-16s %s", "folder", cluster.folder().root()))
        .toString();
  }

  private static String line(FlinkRest.Job job) {
    return "%s %s, %d of %d tasks run, %d checkpoints"
        .formatted(job.name(), job.state(), job.running(), job.tasks(), job.checkpoints());
  }

  private static String seconds(Optional<Instant> time) {
    return time.map(since -> since.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("-");
  }

  private static String word(ClusterStatus.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
