package io.tidewatch.benchmarks.job;

import io.tidewatch.benchmarks.pipeline.PassThroughContender;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.scoring.EventCounts;
import io.tidewatch.scoring.ReleaseOptions;
import io.tidewatch.scoring.ScoringConfig;
import io.tidewatch.scoring.ScoringJob;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs one job with everything of Flink in this process until it is killed, and writes what it
 * hears as JSON lines on standard output: {@code running}, then {@code sample}s and {@code
 * checkpoint}s. Ends by itself when the process that started it is gone.
 */
public final class JobProcess {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration CHECKPOINT_POLL = Duration.ofMillis(500);

  private JobProcess() {}

  /** Runs the {@link JobPlan} that the only argument holds. */
  public static void main(String[] args) {
    Fork.run(args, (plan, fork) -> run(JobPlan.of(plan), fork));
  }

  private static void run(JobPlan plan, Fork fork) throws Exception {
    int restPort = freePort();
    JobClient job = start(plan, restPort);
    fork.say("running", Fork.object().put("job", job.getJobID().toString()));
    follow(fork, plan, job, new CheckpointFeed(restPort, job.getJobID().toString()));
  }

  private static JobClient start(JobPlan plan, int restPort) throws Exception {
    ScoringConfig config = ScoringConfig.of(unsigned(plan.settings()));
    Configuration flink = ScoringJob.flinkSettings(config);
    flink.addAll(cluster(restPort));
    // What the caller says about the cluster wins, too.
    flink.addAll(config.flink());
    plan.restore()
        .ifPresent(
            path -> {
              flink.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString());
              flink.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.NO_CLAIM);
            });
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    switch (plan.job()) {
      case SCORING -> ScoringJob.build(env, config);
      case PASS_THROUGH -> {
        env.configure(flink, JobProcess.class.getClassLoader());
        new PassThroughContender().build(env, config);
      }
    }
    return env.executeAsync(plan.job().name());
  }

  /** What is pushed here was trained a moment ago, by the same caller; nobody signed it. */
  private static Map<String, String> unsigned(Map<String, String> settings) {
    Map<String, String> entries = new TreeMap<>(settings);
    entries.put(ReleaseOptions.UNSIGNED.key(), ReleaseOptions.Unsigned.ALLOW.name());
    return entries;
  }

  private static Configuration cluster(int restPort) {
    Configuration flink = new Configuration();
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    flink.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(500));
    flink.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    flink.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    flink.set(TaskManagerOptions.HOST, LOOPBACK);
    flink.set(RestOptions.ADDRESS, LOOPBACK);
    flink.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    flink.set(RestOptions.BIND_PORT, Integer.toString(restPort));
    return flink;
  }

  private static void follow(Fork fork, JobPlan plan, JobClient job, CheckpointFeed checkpoints)
      throws Exception {
    long nextSample = System.nanoTime() + plan.sampleEvery().toNanos();
    while (!job.getJobExecutionResult().isDone()) {
      Thread.sleep(Math.min(CHECKPOINT_POLL.toMillis(), plan.sampleEvery().toMillis()));
      for (CheckpointSample checkpoint : checkpoints.poll()) {
        fork.say("checkpoint", checkpoint.toJson());
      }
      if (System.nanoTime() >= nextSample) {
        nextSample += plan.sampleEvery().toNanos();
        if (plan.collectGarbage()) {
          System.gc();
        }
        fork.say("sample", ProcessSample.take().toJson().put("processed", processed(job)));
      }
    }
    job.getJobExecutionResult().get();
  }

  /** Returns how many events were folded, dropped or refused; of the pass-through 0. */
  private static long processed(JobClient job) throws InterruptedException {
    try {
      Map<String, EventCounts> counts =
          EventCounts.of(job.getAccumulators().get(5, TimeUnit.SECONDS));
      return counts.values().stream()
          .mapToLong(count -> count.folded() + count.duplicate() + count.deadLettered())
          .sum();
    } catch (ExecutionException | TimeoutException e) {
      return 0; // the job is starting, restarting or stopping
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }
}
