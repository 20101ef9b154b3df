package io.tidewatch.cluster.flink;

import io.tidewatch.cluster.plan.ClusterFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Puts another jar or configuration in the place of the running job: the job stops with a
 * savepoint, the other one goes on from it, and once that has completed a checkpoint it stays.
 * Until then it has published nothing in exactly-once delivery, so that, if it does not get there,
 * the job before goes on from the same savepoint as if nothing had been. One thread.
 *
 * <p>Events wait in Kafka meanwhile; none is lost or read twice.
 */
public final class Upgrade {
  private static final Duration STOP = Duration.ofMinutes(5);
  private static final Duration END = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(300);

  private final ClusterFolder folder;
  private final String classPath;
  private final FlinkRest flink;
  private final Duration patience;
  private final Consumer<String> progress;

  /**
   * What came of it.
   *
   * @param job the job that runs now
   * @param savepoint what it began with
   * @param pause from the request to stop until the job that stays had completed a checkpoint
   * @param refused why the other jar does not run; empty if it does
   */
  public record Result(String job, Path savepoint, Duration pause, Optional<String> refused) {}

  /**
   * Creates it.
   *
   * @param classPath class path of this process
   * @param patience how long the other job may take to its first checkpoint
   * @param progress is told each step, as a sentence
   */
  public Upgrade(
      ClusterFolder folder,
      String classPath,
      FlinkRest flink,
      Duration patience,
      Consumer<String> progress) {
    this.folder = folder;
    this.classPath = classPath;
    this.flink = flink;
    this.patience = patience;
    this.progress = progress;
  }

  /**
   * Replaces a job.
   *
   * @param job the running job
   * @param before what it was made of, to go back to
   * @param after what takes its place
   * @throws IllegalStateException if the job does not stop, and then it runs on; or if neither of
   *     the two goes on from the savepoint, which the message then names
   */
  public Result run(String job, JobFiles before, JobFiles after) throws InterruptedException {
    long start = System.nanoTime();
    Path savepoint = stop(job);
    progress.accept("job " + job + " has stopped with savepoint " + savepoint);
    Attempt attempt = attempt(after, savepoint);
    if (attempt.refused.isEmpty()) {
      return new Result(attempt.job, savepoint, since(start), attempt.refused);
    }
    if (attempt.job != null) {
      end(attempt.job, savepoint);
    }
    progress.accept("going back, because it does not run: " + attempt.refused.get());
    Attempt back = attempt(before, savepoint);
    if (back.refused.isPresent()) {
      throw new IllegalStateException(
          "the job before does not go on from %s either: %s; the logs of JobManager and TaskManagers say why"
              .formatted(savepoint, back.refused.get()));
    }
    return new Result(back.job, savepoint, since(start), attempt.refused);
  }

  /** A job that was submitted, null if Flink did not take it, and why it does not run, if so. */
  private record Attempt(String job, Optional<String> refused) {}

  private Attempt attempt(JobFiles files, Path savepoint) throws InterruptedException {
    String id;
    try {
      id = JobSubmission.submit(folder, classPath, files, Optional.of(savepoint));
    } catch (IllegalStateException e) {
      return new Attempt(null, Optional.of(e.getMessage()));
    }
    progress.accept("job " + id + " goes on from it");
    return new Attempt(id, await(id));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private Path stop(String job) throws InterruptedException {
    String request = flink.stop(job, folder.savepoints());
    long deadline = System.nanoTime() + STOP.toNanos();
    while (System.nanoTime() < deadline) {
      FlinkRest.Stopping stopping = flink.stopping(job, request);
      if (stopping.failure().isPresent()) {
        throw new IllegalStateException(
            "job " + job + " took no savepoint and runs on: " + stopping.failure().get());
      }
      if (stopping.savepoint().isPresent() && reaches(job, STOP, one -> !one.alive())) {
        return stopping.savepoint().get();
      }
      Thread.sleep(POLL.toMillis());
    }
    throw new IllegalStateException(
        "job " + job + " took no savepoint in " + STOP.toSeconds() + " s; it may still do");
  }

  /** Waits for the first checkpoint, and returns why there is none. */
  private Optional<String> await(String job) throws InterruptedException {
    boolean settled =
        reaches(job, patience, one -> one.newestCheckpoint().isPresent() || !one.alive());
    Optional<FlinkRest.Job> now = flink.job(job);
    if (settled && now.filter(FlinkRest.Job::alive).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "it is %s, without a checkpoint after %d s%s"
            .formatted(
                now.map(FlinkRest.Job::state).orElse("gone"),
                patience.toSeconds(),
                flink.failure(job).map(why -> ": " + why).orElse("")));
  }

  /** Cancels a job that has not published anything. */
  private void end(String job, Path savepoint) throws InterruptedException {
    if (flink.job(job).filter(FlinkRest.Job::alive).isPresent()) {
      flink.cancel(job);
    }
    if (!reaches(job, END, one -> !one.alive())) {
      throw new IllegalStateException(
          "job " + job + " does not end; cancel it, and submit the one before from " + savepoint);
    }
    if (flink.job(job).filter(one -> one.newestCheckpoint().isPresent()).isPresent()) {
      throw new IllegalStateException(
          "job "
              + job
              + " has completed a checkpoint after all, and is cancelled: go on from that, or what it"
              + " has published comes twice");
    }
  }

  private boolean reaches(String job, Duration within, Predicate<FlinkRest.Job> goal)
      throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (System.nanoTime() < deadline) {
      if (flink.job(job).filter(goal).isPresent()) {
        return true;
      }
      Thread.sleep(POLL.toMillis());
    }
    return false;
  }
}
