package io.tidewatch.platform.cluster;

import io.tidewatch.cluster.Cluster;
import io.tidewatch.cluster.flink.FlinkRest;
import io.tidewatch.cluster.flink.JobFiles;
import io.tidewatch.cluster.flink.JobSubmission;
import io.tidewatch.cluster.plan.ClusterFolder;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RehearsalTopic;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.ConfigFile;
import io.tidewatch.scoring.EventCounts;
import io.tidewatch.scoring.ScoringConfig;
import io.tidewatch.scoring.ScoringOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.common.TopicPartition;

/**
 * Runs another job beside the one that counts, from a savepoint of that, over the same events, and
 * compares what they say of each customer. The rehearsed job writes to a topic of its own, which is
 * removed in the end; the running one hears nothing of it. One thread.
 */
final class Rehearsal {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String SUFFIX = "-rehearsal";

  private final Cluster cluster;
  private final String classPath;
  private final FlinkRest flink;
  private final Terms terms;
  private final Consumer<String> progress;

  /**
   * What is rehearsed, and what is allowed.
   *
   * @param events events to wait for
   * @param patience how long to wait for each of savepoint, start, events and scores
   * @param maxChange how far a customer's scores may move
   */
  record Terms(long events, Duration patience, double maxChange) {}

  /**
   * Creates it.
   *
   * @param classPath class path of this process
   * @param progress is told each step, as a sentence
   */
  Rehearsal(
      Cluster cluster, String classPath, FlinkRest flink, Terms terms, Consumer<String> progress) {
    this.cluster = cluster;
    this.classPath = classPath;
    this.flink = flink;
    this.terms = terms;
    this.progress = progress;
  }

  /**
   * Rehearses.
   *
   * @param running the running job
   * @param runningConfig its configuration, which says where it writes
   * @param after what is to take its place
   * @throws CommandFailedException if there is no room for it
   */
  RehearsalReport run(String running, Path runningConfig, JobFiles after)
      throws IOException, InterruptedException {
    cancelLeftOnes();
    long slots = freeSlots();
    Configuration kafka = ScoringConfig.read(runningConfig).configuration();
    Path savepoint = savepoint(running);
    Path config = cluster.folder().temporary("rehearsal").resolve("scoring.properties");
    Optional<String> job = Optional.empty();
    try (RehearsalTopic topic = RehearsalTopic.create(kafka, cluster.plan().kafka().copies());
        RecordConsumer scores = RecordConsumer.fromEnd(kafka, List.of(Topic.CUSTOMER_SCORES))) {
      // What was written until now may be of before the savepoint, also if it is committed later.
      Since since = new Since(events(running), topic.written(Topic.CUSTOMER_SCORES));
      String group = write(after.config(), config, topic.name(), slots);
      try {
        job =
            Optional.of(
                JobSubmission.rehearse(
                    cluster.folder(), classPath, new JobFiles(after.jar(), config), savepoint));
        progress.accept("job " + job.get() + " rehearses");
        return compare(running, job.get(), since, topic, scores);
      } catch (IllegalStateException e) {
        return RehearsalReport.failed(e.getMessage());
      } finally {
        if (job.isPresent()) {
          end(job.get());
        }
        topic.remove(List.of(group, group + "-control"));
      }
    } finally {
      Files.deleteIfExists(config);
      new ClusterFolder(savepoint).purge();
    }
  }

  /**
   * Where the running job was when the other one began.
   *
   * @param events events that it had dealt with
   * @param offsets how far its scores were written, by partition
   */
  private record Since(long events, Map<Integer, Long> offsets) {}

  private RehearsalReport compare(
      String running, String rehearsed, Since since, RehearsalTopic topic, RecordConsumer scores)
      throws InterruptedException {
    if (!reaches(() -> flink.job(rehearsed).filter(job -> job.runs() || !job.alive()).isPresent())
        || flink.job(rehearsed).filter(job -> !job.alive()).isPresent()) {
      return RehearsalReport.failed(
          "it does not start" + flink.failure(rehearsed).map(why -> ": " + why).orElse(""));
    }
    ScoreComparison comparison = new ScoreComparison();
    reaches(
        () -> {
          take(topic, scores, since, comparison);
          return events(running) - since.events() >= terms.events();
        });
    long events = events(running) - since.events();
    // What the running job has said until now, the other one is to say as well.
    Map<TopicPartition, Long> ends = scores.ends();
    reaches(
        () -> {
          take(topic, scores, since, comparison);
          return scores.left(ends) == 0;
        });
    progress.accept("the running job has scored " + events + " events meanwhile");
    reaches(
        () -> {
          topic.poll(POLL).forEach(comparison::rehearsed);
          return comparison.complete();
        });
    return RehearsalReport.of(
        events,
        comparison.result(terms.maxChange()),
        flink.failure(rehearsed).filter(why -> !why.isBlank()));
  }

  private static void take(
      RehearsalTopic topic, RecordConsumer scores, Since since, ScoreComparison comparison) {
    topic.poll(POLL).forEach(comparison::rehearsed);
    for (ConsumedRecord one : scores.poll(POLL)) {
      if (one.offset() >= since.offsets().getOrDefault(one.partition(), 0L)) {
        one.record().map(CustomerScore.class::cast).ifPresent(comparison::running);
      }
    }
  }

  /** Writes the configuration of the rehearsed job, and returns its consumer group. */
  private String write(Path from, Path to, String topic, long slots) throws IOException {
    ScoringConfig config = ScoringConfig.read(from);
    String group = config.get(KafkaOptions.GROUP_ID) + SUFFIX;
    Map<String, String> entries = new TreeMap<>(ConfigFile.read(from));
    entries.put(KafkaOptions.REHEARSAL_TOPIC.key(), topic);
    entries.put(KafkaOptions.GROUP_ID.key(), group);
    entries.put(
        KafkaOptions.TRANSACTIONAL_ID_PREFIX.key(),
        config.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX) + SUFFIX);
    entries.put(
        ScoringConfig.FLINK_PREFIX + "execution.checkpointing.externalized-checkpoint-retention",
        "DELETE_ON_CANCELLATION");
    // Every score, so that there is one wherever the running job publishes one.
    entries.put(ScoringOptions.SCORE_CHANGE.key(), "0");
    String parallelism = ScoringConfig.FLINK_PREFIX + "parallelism.default";
    long wanted =
        Long.parseLong(
            entries.getOrDefault(parallelism, Integer.toString(cluster.plan().taskManagers())));
    entries.put(parallelism, Long.toString(Math.min(wanted, slots)));
    Files.deleteIfExists(to);
    ClusterFiles.write(to, entries);
    return group;
  }

  private Path savepoint(String job) throws InterruptedException {
    String request = flink.savepoint(job, cluster.folder().savepoints());
    Map<String, FlinkRest.Stopping> last = new HashMap<>();
    reaches(
        () -> {
          FlinkRest.Stopping now = flink.stopping(job, request);
          last.put(request, now);
          return now.savepoint().isPresent() || now.failure().isPresent();
        });
    return last.get(request)
        .savepoint()
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "job "
                        + job
                        + " took no savepoint to rehearse from, and runs on: "
                        + last.get(request).failure().orElse("not in time")));
  }

  private long freeSlots() throws InterruptedException {
    reaches(() -> flink.freeSlots().isPresent());
    OptionalLong free = flink.freeSlots();
    if (free.isEmpty() || free.getAsLong() == 0) {
      throw new CommandFailedException(
          "no slot is free to rehearse in; start more TaskManagers, or give --no-rehearsal");
    }
    return free.getAsLong();
  }

  /** What a command left that was killed. */
  private void cancelLeftOnes() throws InterruptedException {
    for (FlinkRest.Job job : flink.jobs().orElse(List.of())) {
      if (job.rehearses() && job.alive()) {
        end(job.id());
      }
    }
  }

  /** Ends a job; a JobManager that does not answer for a moment says nothing about it. */
  private void end(String job) throws InterruptedException {
    reaches(() -> flink.job(job).isPresent());
    if (flink.job(job).filter(one -> !one.alive()).isEmpty()) {
      flink.cancel(job);
    }
    reaches(() -> flink.job(job).filter(one -> !one.alive()).isPresent());
  }

  private long events(String job) throws InterruptedException {
    Map<String, Object> counts = new HashMap<>();
    reaches(
        () -> {
          counts.putAll(flink.counts(job));
          return !counts.isEmpty();
        });
    return EventCounts.of(counts).values().stream()
        .mapToLong(count -> count.folded() + count.duplicate() + count.deadLettered())
        .sum();
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  private boolean reaches(Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + terms.patience().toNanos();
    while (System.nanoTime() < deadline) {
      if (condition.holds()) {
        return true;
      }
      Thread.sleep(POLL.toMillis());
    }
    return false;
  }
}
