package io.tidewatch.platform.chaos;

import io.tidewatch.cluster.Cluster;
import io.tidewatch.cluster.ClusterStatus;
import io.tidewatch.cluster.Installation;
import io.tidewatch.cluster.flink.FlinkRest;
import io.tidewatch.cluster.flink.JobFiles;
import io.tidewatch.cluster.flink.JobSubmission;
import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.platform.cluster.ClusterFiles;
import io.tidewatch.platform.cluster.LocalInstallation;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.platform.gateway.SecretFile;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.EventCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** A cluster of its own that runs the scoring job, and the means to hurt it. One thread. */
final class Arena implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration POLL = Duration.ofMillis(250);

  /** The job: outcomes that depend on nothing but the events, and exactly once. */
  static final Map<String, String> SCORING =
      Map.of(
          "scoring.ordering", "event-time",
          "kafka.watermark.idleness", "0 s",
          "kafka.watermark.out-of-orderness", "6 h",
          "kafka.starting-offsets", "earliest",
          // A champion that is rolled back is rolled back at another event in each run.
          "guards.enabled", "false");

  /** How such a job is run beside: checkpoints often, and no long pauses after failures. */
  private static final Map<String, String> RUNNING =
      Map.of(
          "delivery", "exactly-once",
          "flink.execution.checkpointing.interval", "2 s",
          "flink.execution.checkpointing.timeout", "30 s",
          "flink.restart-strategy.exponential-delay.initial-backoff", "500 ms",
          "flink.restart-strategy.exponential-delay.max-backoff", "3 s");

  private final Installation installation = LocalInstallation.find();
  private final Cluster cluster;
  private final FlinkRest flink;
  private final Network network;
  private final Thread atExit = new Thread(this::stop, "stops the cluster");
  private ProcessHandle supervisor;

  private Arena(Cluster cluster) {
    this.cluster = cluster;
    this.flink = new FlinkRest(cluster.plan().flinkUrl());
    this.network = Network.of(cluster.plan());
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts cluster and job.
   *
   * @param folder an empty folder
   * @param plan what the cluster consists of
   * @param trustedKey whose releases the job serves
   */
  static Arena start(Path folder, ClusterPlan plan, String trustedKey) throws InterruptedException {
    Arena arena = new Arena(Cluster.make(folder.resolve("cluster"), plan));
    try {
      Map<String, String> scoring = new HashMap<>(SCORING);
      scoring.putAll(RUNNING);
      scoring.putAll(arena.network.addresses());
      ClusterFiles.writeScoring(arena.cluster, trustedKey, scoring);
      ClusterFiles.writeGateway(
          arena.cluster,
          SecretFile.readOrMake(folder.resolve("write-key")),
          SecretFile.readOrMake(folder.resolve("token")));
      arena.startSupervisor();
      TopicAdmin.create(arena.connection().configuration(), arena.cluster.plan().kafka().copies());
      JobSubmission.submit(
          arena.cluster.folder(),
          arena.installation.classPath(),
          new JobFiles(arena.installation.jobJar(), arena.cluster.folder().scoringConfig()),
          Optional.empty());
      arena.await(
          "run the job", () -> arena.flink.liveJob().filter(FlinkRest.Job::runs).isPresent());
      return arena;
    } catch (InterruptedException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Starts a supervisor, which takes over what runs, and waits until everything does. */
  void startSupervisor() throws InterruptedException {
    supervisor = cluster.start(installation);
    cluster.awaitUp(supervisor, START);
  }

  /** Returns the process that started everything. */
  ProcessHandle supervisor() {
    return supervisor;
  }

  /** Returns where clients reach it. */
  Connection connection() {
    return ClusterFiles.connection(cluster);
  }

  /** Returns the cluster's folder of checkpoints. */
  Path checkpoints() {
    return cluster.folder().checkpoints();
  }

  /** Returns the folder of the cluster's logs. */
  Path logs() {
    return cluster.folder().logs();
  }

  /** Returns a folder that the job can read releases from. */
  Path releases() {
    return cluster.folder().data("releases");
  }

  /** Returns whether every process is up and all of the job runs. */
  boolean well() throws InterruptedException {
    ClusterStatus status = cluster.status();
    return status.up() && status.job().filter(FlinkRest.Job::runs).isPresent();
  }

  /** Returns the number of the newest checkpoint; 0 if there is none or nobody answers. */
  long newestCheckpoint() throws InterruptedException {
    return flink.liveJob().map(job -> job.newestCheckpoint().orElse(0)).orElse(0L);
  }

  /** Returns what became of all events so far; zeros if nobody answers. */
  EventCounts counts() throws InterruptedException {
    Optional<FlinkRest.Job> job = flink.liveJob();
    Map<String, Object> accumulators = new HashMap<>();
    if (job.isPresent()) {
      accumulators.putAll(flink.counts(job.get().id()));
    }
    Map<String, EventCounts> counts = EventCounts.of(accumulators);
    return new EventCounts(
        sum(counts, EventCounts::folded),
        sum(counts, EventCounts::duplicate),
        sum(counts, EventCounts::deadLettered),
        sum(counts, EventCounts::late));
  }

  private static long sum(Map<String, EventCounts> counts, ToLongFunction<EventCounts> part) {
    return Arrays.stream(Topic.values())
        .filter(Topic::isEvent)
        .mapToLong(topic -> part.applyAsLong(counts.get(topic.topicName())))
        .sum();
  }

  /** Kills a process as {@code kill -9} does. */
  void kill(String name) throws InterruptedException {
    process(name).destroyForcibly();
  }

  /** Stops a process from doing anything, without ending it. */
  void freeze(String name) throws InterruptedException {
    signal("-STOP", process(name));
  }

  /** Lets it go on. */
  void thaw(String name) throws InterruptedException {
    signal("-CONT", process(name));
  }

  private static void signal(String signal, ProcessHandle process) throws InterruptedException {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot signal process " + process.pid(), e);
    }
  }

  private ProcessHandle process(String name) throws InterruptedException {
    return cluster
        .status()
        .node(name)
        .filter(node -> node.pid().isPresent())
        .flatMap(node -> ProcessHandle.of(node.pid().getAsLong()))
        .orElseThrow(() -> new IllegalStateException(name + " does not run"));
  }

  /** Returns the names of the brokers. */
  List<String> brokers() {
    return IntStream.rangeClosed(1, cluster.plan().brokers())
        .mapToObj(number -> ClusterPlan.BROKER + number)
        .toList();
  }

  /** Returns the network between the job and everybody else. */
  Network network() {
    return network;
  }

  /** What is waited for. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws InterruptedException;
  }

  /**
   * Waits until something is so.
   *
   * @throws IllegalStateException if it is not in six minutes
   */
  void await(String what, Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the cluster did not " + what + " in " + PATIENCE.toSeconds() + " s; see " + logs());
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the process is ending already, which is what the hook was for
    }
  }

  private void stop() {
    try {
      cluster.stop();
      network.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
