package io.tidewatch.platform.embedded;

import io.tidewatch.scoring.BudgetFigure;
import io.tidewatch.scoring.EventCounts;
import io.tidewatch.scoring.ModelHealth;
import io.tidewatch.scoring.ScoringConfig;
import io.tidewatch.scoring.ScoringJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster in this process that runs one scoring job. Stopping it keeps the last checkpoint;
 * the next start on the same folder goes on from there.
 */
final class ScoringCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScoringCluster.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final JobClient job;
  private final CompletableFuture<?> end;

  private ScoringCluster(JobClient job) {
    this.job = job;
    this.end = job.getJobExecutionResult();
  }

  /**
   * Starts cluster and job.
   *
   * @param connection Kafka and registry that the job reads from and writes to
   * @param checkpoints folder for checkpoints; the newest one in it is restored
   */
  static ScoringCluster start(Connection connection, PlatformOptions options, Path checkpoints) {
    Map<String, String> entries = new HashMap<>(options.scoring());
    entries.putAll(connection.entries());
    ScoringConfig config = ScoringConfig.of(entries);
    Configuration flink = ScoringJob.flinkSettings(config);
    flink.addAll(cluster(checkpoints));
    Optional<Path> restored = Checkpoints.latest(checkpoints);
    restored.ifPresent(
        path -> {
          flink.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString());
          flink.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        });
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(options.parallelism(), flink);
    ScoringJob.build(env, config);
    try {
      JobClient job = env.executeAsync("tidewatch-scoring");
      LOG.info("scoring job {} started, restored from {}", job.getJobID(), restored);
      return new ScoringCluster(job);
    } catch (Exception e) {
      throw new IllegalStateException("the scoring job did not start", e);
    }
  }

  private static Configuration cluster(Path checkpoints) {
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    // Accumulators travel with heartbeats; the default of 10 s would make every count stale.
    flink.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(500));
    flink.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    flink.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    flink.set(TaskManagerOptions.HOST, LOOPBACK);
    flink.set(RestOptions.ADDRESS, LOOPBACK);
    flink.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    flink.set(RestOptions.BIND_PORT, "0");
    return flink;
  }

  /**
   * Returns the job's counts by topic name, at most about a second old.
   *
   * @throws IllegalStateException if the job ended
   */
  Map<String, EventCounts> counts() {
    return EventCounts.of(accumulators());
  }

  /**
   * Returns how the models do, at most about a second old.
   *
   * @throws IllegalStateException if the job ended
   */
  List<ModelHealth> health() {
    return ModelHealth.of(accumulators());
  }

  /**
   * Returns how budgets stand, at most about a second old.
   *
   * @throws IllegalStateException if the job ended
   */
  List<BudgetFigure> budgets() {
    return BudgetFigure.of(accumulators());
  }

  private Map<String, Object> accumulators() {
    failIfEnded();
    try {
      return job.getAccumulators().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the job for its counts", e);
    } catch (ExecutionException | TimeoutException e) {
      failIfEnded();
      throw new IllegalStateException("the job does not say its counts", e);
    }
  }

  /**
   * Looks whether the job still runs.
   *
   * @throws IllegalStateException if it ended, with what ended it
   */
  void failIfEnded() {
    if (!end.isDone()) {
      return;
    }
    try {
      end.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the scoring job failed", e.getCause());
    }
    throw new IllegalStateException("the scoring job ended");
  }

  /** Cancels the job at once, without a last checkpoint, and waits until it is gone. */
  @Override
  public void close() {
    try {
      if (!end.isDone()) {
        job.cancel().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      }
      end.handle((result, failure) -> JobStatus.CANCELED)
          .get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("scoring job {} did not stop in {}", job.getJobID(), STOP_TIMEOUT, e);
    }
  }
}
