package io.tidewatch.cluster;

import io.tidewatch.cluster.ClusterStatus.State;
import io.tidewatch.cluster.flink.FlinkRest;
import io.tidewatch.cluster.plan.ClusterFolder;
import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.cluster.plan.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks how a cluster does: by the supervisor's table, the system's processes, their ports, and
 * Flink's own word. Immutable.
 */
final class Inspection {
  private final ClusterFolder folder;
  private final ClusterPlan plan;

  Inspection(ClusterFolder folder, ClusterPlan plan) {
    this.folder = folder;
    this.plan = plan;
  }

  /** Returns how it does, within three seconds whatever is broken. */
  ClusterStatus status() throws InterruptedException {
    Optional<ProcessTable> table = ProcessTable.read(folder.processes());
    List<ClusterStatus.Node> nodes = new ArrayList<>();
    for (String name : names()) {
      nodes.add(node(name, table.map(found -> found.entries().get(name))));
    }
    FlinkRest flink = new FlinkRest(plan.flinkUrl());
    boolean jobManager =
        nodes.stream()
            .anyMatch(n -> n.name().equals(ClusterPlan.JOB_MANAGER) && n.state() == State.UP);
    OptionalLong taskManagers = jobManager ? flink.taskManagers() : OptionalLong.empty();
    Optional<FlinkRest.Job> job = taskManagers.isPresent() ? flink.liveJob() : Optional.empty();
    return new ClusterStatus(supervisor(), nodes, taskManagers, job);
  }

  /** Returns the supervisor, if one runs. */
  Optional<ProcessHandle> supervisor() {
    return ProcessTable.read(folder.processes()).flatMap(table -> table.supervisor().process());
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(List.of(ClusterPlan.ZOOKEEPER));
    for (int i = 1; i <= plan.brokers(); i++) {
      names.add(ClusterPlan.BROKER + i);
    }
    names.addAll(List.of(ClusterPlan.REGISTRY, ClusterPlan.JOB_MANAGER));
    for (int i = 1; i <= plan.taskManagers(); i++) {
      names.add(ClusterPlan.TASK_MANAGER + i);
    }
    names.add(ClusterPlan.GATEWAY);
    return names;
  }

  private ClusterStatus.Node node(String name, Optional<ProcessTable.Entry> entry) {
    int restarts = entry.map(ProcessTable.Entry::restarts).orElse(0);
    Optional<ProcessHandle> process = entry.flatMap(found -> found.id().process());
    if (process.isEmpty()) {
      return new ClusterStatus.Node(
          name, State.DOWN, OptionalLong.empty(), Optional.empty(), restarts);
    }
    int port = plan.port(name.equals(ClusterPlan.JOB_MANAGER) ? ClusterPlan.FLINK_REST : name);
    return new ClusterStatus.Node(
        name,
        Ports.answers(port) ? State.UP : State.STARTING,
        OptionalLong.of(process.get().pid()),
        process.get().info().startInstant(),
        restarts);
  }
}
