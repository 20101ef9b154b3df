package io.tidewatch.benchmarks.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.pipeline.ClassPaths;
import io.tidewatch.benchmarks.pipeline.PinnedJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The bench's side of a {@link JobProcess}: keeps what it says. Thread-safe. */
public final class RunningJob implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofMinutes(5);
  private static final Duration START = Duration.ofMinutes(2);

  private final PinnedJvm process;
  private final CountDownLatch running = new CountDownLatch(1);
  private final List<ProcessSample> samples = new ArrayList<>();
  private final List<CheckpointSample> checkpoints = new ArrayList<>();
  private long processed;
  private RuntimeException failure;
  private volatile boolean closed;

  private RunningJob(PinnedJvm process) {
    this.process = process;
    Thread listener = new Thread(this::listen, "listens to the job");
    listener.setDaemon(true);
    listener.start();
  }

  /**
   * Starts a process.
   *
   * @param options options of the JVM
   * @param core core to bind it to; empty: any
   * @param log file for its log
   */
  public static RunningJob start(
      JobPlan plan, List<String> options, Optional<Integer> core, Path log) {
    return new RunningJob(
        PinnedJvm.start(
            new PinnedJvm.Plan(
                JobProcess.class.getName(), ClassPaths.own(), options, core, plan.toJson(), log)));
  }

  private void listen() {
    try {
      while (true) {
        take(process.next(SILENCE));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!closed) {
        synchronized (this) {
          failure = e;
        }
      }
    }
    running.countDown();
  }

  private synchronized void take(JsonNode line) {
    switch (line.path("type").asText()) {
      case "running" -> running.countDown();
      case "sample" -> {
        samples.add(ProcessSample.of(line));
        processed = line.get("processed").asLong();
      }
      case "checkpoint" -> checkpoints.add(CheckpointSample.of(line));
      default -> {}
    }
  }

  /**
   * Waits until the job was submitted; its sources may still be opening.
   *
   * @throws IllegalStateException if it does not start
   */
  public void awaitRunning() throws InterruptedException {
    if (!running.await(START.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the job did not start in " + START.toSeconds() + " s");
    }
    failIfEnded();
  }

  /**
   * Looks whether the process still runs.
   *
   * @throws IllegalStateException if it ended without being told to, with the end of its log
   */
  public synchronized void failIfEnded() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Binds the job's process to a core from now on, where the system can. */
  public void bind(int core) throws InterruptedException {
    process.bind(core);
  }

  /** Returns the samples so far, oldest first. */
  public synchronized List<ProcessSample> samples() {
    return List.copyOf(samples);
  }

  /** Returns the checkpoints so far, oldest first. */
  public synchronized List<CheckpointSample> checkpoints() {
    return List.copyOf(checkpoints);
  }

  /** Returns how many events the scoring job had dealt with at the last sample. */
  public synchronized long processed() {
    return processed;
  }

  /** Returns how long the compiler's threads were at work until the last sample, milliseconds. */
  public synchronized long compilerMillis() {
    return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).compilerMillis();
  }

  /** Kills it as {@code kill -9} does: nothing is written, flushed or said any more. */
  public void kill() {
    closed = true;
    process.kill();
  }

  @Override
  public void close() {
    kill();
  }
}
