package io.tidewatch.benchmarks.recovery;

import io.tidewatch.benchmarks.job.JobPlan;
import io.tidewatch.benchmarks.job.RunningJob;
import io.tidewatch.benchmarks.job.Stage;
import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.outcome.Outcome;
import io.tidewatch.platform.replay.Replay;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

/**
 * One run: sends all events at a fixed rate while the job runs, kills the job a number of times in
 * between, and waits until every event is dealt with. One thread.
 */
final class RecoveryRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration HEARTBEAT = Duration.ofMillis(100);
  private static final Duration QUIET = Duration.ofSeconds(2);

  /**
   * What to run.
   *
   * @param customers how many customers there are
   * @param events how many events are sent
   * @param perSecond how many a second
   * @param cacheCustomers how many customers the job keeps in memory
   * @param checkpointEvery time between two checkpoints
   */
  record Plan(
      int customers, long events, double perSecond, int cacheCustomers, Duration checkpointEvery) {}

  /**
   * One kill and what followed.
   *
   * @param sent events sent before it
   * @param processed events that the job had dealt with at its last word before it
   * @param checkpoint what was restored
   * @param runningAgain from the kill until the job was submitted again
   * @param decidingAgain from the kill until the next decision was appended
   */
  record Kill(
      long sent, long processed, Path checkpoint, Duration runningAgain, Duration decidingAgain) {}

  private final Plan plan;
  private final Stage stage;
  private final Path folder;
  private final RecordProducer producer;
  private final Workload workload;
  private final Replay replay;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final List<Kill> kills = new ArrayList<>();
  private RunningJob job;
  private int starts;

  private RecoveryRun(Plan plan, Stage stage, Path folder) {
    this.plan = plan;
    this.stage = stage;
    this.folder = folder;
    this.producer = new RecordProducer(stage.connection().configuration());
    this.workload = new Workload(plan.customers(), Stage.SEED);
    double speed = plan.perSecond() / workload.eventsPerSecond();
    this.replay = new Replay(producer, speed, HEARTBEAT);
  }

  /**
   * Runs to the end.
   *
   * @param killTimes how often to kill the job; 0 leaves it alone
   */
  static RecoveryRun run(Plan plan, Stage stage, Path folder, int killTimes)
      throws InterruptedException {
    RecoveryRun run = new RecoveryRun(plan, stage, folder);
    try {
      run.run(killTimes);
      return run;
    } catch (InterruptedException | RuntimeException e) {
      run.close();
      throw e;
    }
  }

  private void run(int killTimes) throws InterruptedException {
    start(stage.prefill().scoring());
    stage.awaitControlInForce();
    Thread sender = new Thread(this::send, "sends the load");
    sender.setDaemon(true);
    sender.start();
    for (int kill = 1; kill <= killTimes; kill++) {
      awaitSent(plan.events() * kill / (killTimes + 1));
      killAndRestore(sender);
    }
    sender.join();
    awaitDrained();
  }

  private void start(Path restore) throws InterruptedException {
    job =
        RunningJob.start(
            new JobPlan(
                JobPlan.Kind.SCORING,
                settings(),
                Optional.of(restore),
                Duration.ofMillis(500),
                false),
            Stage.JOB_OPTIONS,
            Optional.empty(),
            folder.resolve("job-" + ++starts + ".log"));
    job.awaitRunning();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(stage.settings(folder.resolve("job-" + starts)));
    settings.put("scoring.ordering", "event-time");
    settings.put("scoring.cache-customers", Integer.toString(plan.cacheCustomers()));
    settings.put("kafka.watermark.idleness", "0 s");
    settings.put("kafka.watermark.out-of-orderness", "100 ms");
    settings.put("kafka.starting-offsets", "earliest");
    settings.put(
        "flink.execution.checkpointing.interval", plan.checkpointEvery().toMillis() + " ms");
    settings.put("flink.execution.checkpointing.num-retained", "3");
    settings.put(
        "flink.execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
    return settings;
  }

  private void send() {
    Iterator<Event> events =
        LongStream.range(0, plan.events()).mapToObj(workload::event).iterator();
    try {
      replay.run(events, (count, at) -> sent.set(count));
      long last = workload.event(plan.events() - 1).availableAtMicros();
      // Whatever is held back until the watermark has passed comes out now.
      replay.advanceTo(Replay.after(last, Duration.ofMinutes(1)));
    } catch (InterruptedException | RuntimeException e) {
      failure.set(e);
    }
  }

  private void awaitSent(long count) throws InterruptedException {
    while (sent.get() < count) {
      failIfBroken();
      Thread.sleep(5);
    }
  }

  private void killAndRestore(Thread sender) throws InterruptedException {
    awaitCheckpoint();
    long sentBefore = sent.get();
    long processed = job.processed();
    long killed = System.nanoTime();
    job.kill();
    long decisions = stage.end(Topic.DECISION_LOG);
    Path checkpoint = newestCheckpoint().orElseThrow();
    start(checkpoint);
    Duration runningAgain = Duration.ofNanos(System.nanoTime() - killed);
    awaitDecisionAfter(decisions, sender);
    Duration decidingAgain = Duration.ofNanos(System.nanoTime() - killed);
    kills.add(new Kill(sentBefore, processed, checkpoint, runningAgain, decidingAgain));
  }

  private void awaitDecisionAfter(long decisions, Thread sender) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (stage.end(Topic.DECISION_LOG) <= decisions) {
      failIfBroken();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the restored job decided nothing");
      }
      if (!sender.isAlive()) {
        replay.remind(); // or stream time stands still, and the last events are held back for ever
      }
      Thread.sleep(10);
    }
  }

  /** A kill is worth something only after a checkpoint that was taken under load. */
  private void awaitCheckpoint() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (job.checkpoints().isEmpty() || job.processed() == 0) {
      failIfBroken();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the job completed no checkpoint");
      }
      Thread.sleep(20);
    }
  }

  private Optional<Path> newestCheckpoint() {
    return new CheckpointFolder(folder.resolve("checkpoints")).newest();
  }

  private void awaitDrained() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (job.processed() < plan.events()) {
      failIfBroken();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "of " + plan.events() + " events " + job.processed() + " were processed");
      }
      replay.remind();
      Thread.sleep(300);
    }
    for (long before = -1, now = stage.outputs(); before != now; now = stage.outputs()) {
      before = now;
      Thread.sleep(QUIET.toMillis());
    }
  }

  private void failIfBroken() {
    job.failIfEnded();
    if (failure.get() != null) {
      throw new IllegalStateException("sending the load failed", failure.get());
    }
  }

  /** Returns the kills, first one first. */
  List<Kill> kills() {
    return List.copyOf(kills);
  }

  /** Returns how many events the job says it processed; after a restore the counts go on. */
  long processed() {
    return job.processed();
  }

  /** Returns everything that the run decided; its records are kept in the run's folder. */
  Outcome outcome() {
    return Outcome.read(
        stage.connection().bootstrapServers(),
        Outcome.allTopics(),
        folder.resolve("outcome.records"));
  }

  @Override
  public void close() {
    try (producer) {
      if (job != null) {
        job.close();
      }
    }
  }
}
