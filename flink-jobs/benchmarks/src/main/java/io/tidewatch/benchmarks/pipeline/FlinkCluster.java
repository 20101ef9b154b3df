package io.tidewatch.benchmarks.pipeline;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CheckpointStatsStatus;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * All of Flink in this process, with one slot, running one job of which checkpoints can be asked
 * for at any time. Checkpoints stay when it is closed. One thread.
 */
final class FlinkCluster implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(5);

  private final MiniCluster cluster;
  private final JobID job;
  private final Path checkpoints;

  private FlinkCluster(MiniCluster cluster, JobID job, Path checkpoints) {
    this.cluster = cluster;
    this.job = job;
    this.checkpoints = checkpoints;
  }

  /**
   * Returns the settings of the cluster, the same for every contender.
   *
   * @param managed memory for RocksDB
   * @param directory for checkpoints and the working state
   */
  static Configuration settings(MemorySize managed, Path directory) {
    Configuration flink = new Configuration();
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    flink.set(CoreOptions.TMP_DIRS, directory.resolve("tmp").toString());
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, managed);
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    flink.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofMinutes(5));
    flink.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    flink.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    flink.set(TaskManagerOptions.HOST, LOOPBACK);
    flink.set(RestOptions.ADDRESS, LOOPBACK);
    flink.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    flink.set(RestOptions.BIND_PORT, "0");
    flink.set(WebOptions.CHECKPOINTS_HISTORY_SIZE, 1_000);
    flink.setString("metrics.reporters", "tap");
    flink.setString("metrics.reporter.tap.factory.class", MetricTapFactory.class.getName());
    flink.setString("restart-strategy.type", "none");
    flink.setString("parallelism.default", "1");
    return flink;
  }

  /**
   * Starts the cluster and the job.
   *
   * @param flink settings of cluster and job
   * @param env where the job was built
   * @param restore checkpoint to start from; state of operators that the job lacks is left alone
   */
  static FlinkCluster start(
      Configuration flink, StreamExecutionEnvironment env, Optional<Path> restore)
      throws Exception {
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build());
    cluster.start();
    JobGraph graph = env.getStreamGraph().getJobGraph();
    restore.ifPresent(
        path ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(
                    path.toUri().toString(), true, RecoveryClaimMode.NO_CLAIM)));
    JobID job = cluster.submitJob(graph).get().getJobID();
    return new FlinkCluster(
        cluster, job, Path.of(URI.create(flink.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))));
  }

  /** Waits until all tasks run, their state being restored. */
  void awaitRunning() throws Exception {
    await(
        "run",
        () -> {
          try {
            AccessExecutionGraph graph = graph();
            for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
              if (vertex.getExecutionState() != ExecutionState.RUNNING) {
                return false;
              }
            }
            return graph.getState() == JobStatus.RUNNING;
          } catch (Exception e) {
            return false; // not yet known to the dispatcher
          }
        });
  }

  /**
   * Waits until something is so.
   *
   * @throws IllegalStateException if the job ends before, or after five minutes
   */
  void await(String what, BooleanSupplier holds) throws Exception {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    for (long polls = 1; !holds.getAsBoolean(); polls++) {
      if (polls % 200 == 0) {
        failIfEnded();
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the job did not " + what + " in " + TIMEOUT);
        }
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  private void failIfEnded() throws Exception {
    AccessExecutionGraph graph = graph();
    if (graph.getState().isTerminalState()) {
      throw new IllegalStateException(
          "the job is " + graph.getState(),
          graph.getFailureInfo() == null ? null : graph.getFailureInfo().getException());
    }
  }

  /** Takes a checkpoint now and returns where it is. */
  Path checkpoint() throws Exception {
    long id =
        cluster
            .triggerCheckpoint(job, CheckpointType.CONFIGURED)
            .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    return checkpoints.resolve(job.toHexString()).resolve("chk-" + id);
  }

  /** Returns what is known of each completed checkpoint, oldest first. */
  List<AbstractCheckpointStats> checkpoints() throws Exception {
    List<AbstractCheckpointStats> completed = new ArrayList<>();
    for (AbstractCheckpointStats stats :
        graph().getCheckpointStatsSnapshot().getHistory().getCheckpoints()) {
      if (stats.getStatus() == CheckpointStatsStatus.COMPLETED) {
        completed.add(0, stats);
      }
    }
    return completed;
  }

  /** Returns the longest time that a task took from being deployed to running: its restore. */
  Duration restoreTime() throws Exception {
    long longest = 0;
    for (AccessExecutionJobVertex vertex : graph().getVerticesTopologically()) {
      for (AccessExecutionVertex task : vertex.getTaskVertices()) {
        long running = task.getStateTimestamp(ExecutionState.RUNNING);
        long initializing = task.getStateTimestamp(ExecutionState.INITIALIZING);
        longest = Math.max(longest, running - initializing);
      }
    }
    return Duration.ofMillis(longest);
  }

  private AccessExecutionGraph graph() throws Exception {
    return cluster.getExecutionGraph(job).get(30, TimeUnit.SECONDS);
  }

  /** Ends the job at once and stops the cluster. */
  @Override
  public void close() throws Exception {
    cluster.cancelJob(job).get(30, TimeUnit.SECONDS);
    cluster.close();
  }
}
