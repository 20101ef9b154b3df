package io.tidewatch.cluster;

import io.tidewatch.cluster.flink.FlinkRest;
import io.tidewatch.cluster.plan.ClusterPlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a cluster does. Immutable.
 *
 * @param supervisor the supervisor's process; empty if none runs
 * @param nodes all processes, in the order in which they are started
 * @param taskManagers TaskManagers that are registered; empty if no JobManager answers
 * @param job the newest job that has not ended; empty also if no JobManager answers
 */
public record ClusterStatus(
    Optional<ProcessHandle> supervisor,
    List<Node> nodes,
    OptionalLong taskManagers,
    Optional<FlinkRest.Job> job) {
  /** What a process does. */
  public enum State {
    /** It is not there. */
    DOWN,
    /** It is there and does not answer on its port yet. */
    STARTING,
    /** It answers on its port. */
    UP
  }

  /**
   * One process.
   *
   * @param name its name
   * @param state what it does
   * @param pid its number; empty if it is not there
   * @param since when it started; empty if it is not there
   * @param restarts how often it was started again
   */
  public record Node(
      String name, State state, OptionalLong pid, Optional<Instant> since, int restarts) {}

  public ClusterStatus {
    nodes = List.copyOf(nodes);
  }

  /** Returns whether every process answers and every TaskManager is registered. */
  public boolean up() {
    long wanted = nodes.stream().filter(n -> n.name().startsWith(ClusterPlan.TASK_MANAGER)).count();
    return supervisor.isPresent()
        && nodes.stream().allMatch(node -> node.state() == State.UP)
        && taskManagers.orElse(0) >= wanted;
  }

  /** Returns whether anything of it runs. */
  public boolean anything() {
    return supervisor.isPresent() || nodes.stream().anyMatch(node -> node.pid().isPresent());
  }

  /** Returns a process by its name, if the cluster has it. */
  public Optional<Node> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }
}
