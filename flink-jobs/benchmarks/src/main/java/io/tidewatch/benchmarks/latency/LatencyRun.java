package io.tidewatch.benchmarks.latency;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.job.JobPlan;
import io.tidewatch.benchmarks.job.RunningJob;
import io.tidewatch.benchmarks.job.Stage;
import io.tidewatch.benchmarks.pipeline.ClassPaths;
import io.tidewatch.benchmarks.pipeline.Cores;
import io.tidewatch.benchmarks.pipeline.PassThroughContender;
import io.tidewatch.benchmarks.pipeline.PinnedJvm;
import io.tidewatch.benchmarks.workload.WarmUp;
import io.tidewatch.cluster.plan.FolderTree;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs contenders one after the other, each from the same beginning: the job alone on its core,
 * broker, load and reader on the other. One thread.
 */
final class LatencyRun {
  private static final Duration SAMPLE = Duration.ofMillis(500);
  private static final Duration SILENCE = Duration.ofMinutes(8);
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(90);
  private static final List<String> LOAD_OPTIONS =
      List.of("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC", "-XX:ParallelGCThreads=1");

  private final Stage stage;
  private final Path folder;
  private final int customers;
  private int runs;

  /**
   * Creates one.
   *
   * @param folder for working states and logs
   */
  LatencyRun(Stage stage, int customers, Path folder) {
    this.stage = stage;
    this.customers = customers;
    this.folder = folder;
  }

  /**
   * The load before the first window: at least half of the longest, and until the job's compiler is
   * quiet.
   *
   * @param longest how long it lasts at most
   * @param perSecond events per second
   */
  record WarmUpLoad(Duration longest, double perSecond) {
    private static final Duration PART = Duration.ofSeconds(5);

    Duration part() {
      return longest.compareTo(PART) < 0 ? longest : PART;
    }

    WarmUp watch(RunningJob job) {
      long most = Math.round(perSecond * longest.toMillis() / 1e3);
      return new WarmUp(most / 2, most, System::nanoTime, job::compilerMillis);
    }
  }

  /** What goes on in the job during a window, beside the load. */
  interface Beside {
    /**
     * Begins, when a window does; what it returns is closed when the window's load was sent.
     *
     * @param window place of the window, from 0
     */
    Running start(int window);

    /** What was begun. */
    interface Running extends AutoCloseable {
      @Override
      void close() throws InterruptedException;
    }
  }

  /** Measures all windows on one start of a contender. */
  List<Measured> measure(Contender contender, WarmUpLoad warmUp, List<LoadPlan.Window> windows)
      throws InterruptedException {
    return measure(contender, warmUp, windows, window -> () -> {});
  }

  /** Measures all windows on one start of a contender, with something going on in them. */
  List<Measured> measure(
      Contender contender, WarmUpLoad warmUp, List<LoadPlan.Window> windows, Beside beside)
      throws InterruptedException {
    Path work = folder.resolve("run-" + ++runs);
    stage.clear();
    stage.recreate(PassThroughContender.TOPIC, Topic.CLICKSTREAM.partitions());
    List<WindowResult> results = new ArrayList<>();
    Beside.Running running = () -> {};
    try (RunningJob job = job(contender, work)) {
      job.awaitRunning();
      WarmUp warmth = warmUp.watch(job);
      try (PinnedJvm process = load(contender, warmUp, windows, work)) {
        while (results.size() < windows.size()) {
          JsonNode line = process.next(SILENCE);
          switch (line.path("type").asText()) {
            case LoadProcess.SENT -> {
              running.close();
              running = () -> {};
              boolean drained = awaitDrained(job, line.get("events").asLong(), contender);
              process.tell(drained ? LoadProcess.DRAINED : LoadProcess.LATE);
            }
            case LoadProcess.WARMING -> {
              boolean warm = warmth.isOver(line.get("events").asLong());
              process.tell(warm ? LoadProcess.ENOUGH : LoadProcess.MORE);
            }
            case LoadProcess.WARM -> {
              job.bind(Cores.CONTENDER);
              running = beside.start(0);
            }
            case "window" -> {
              results.add(WindowResult.of(line));
              if (results.size() < windows.size()) {
                running = beside.start(results.size());
              }
            }
            default -> {}
          }
        }
      } catch (IllegalStateException e) {
        job.failIfEnded(); // if the job broke, that is the reason
        throw e;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread.sleep(2 * SAMPLE.toMillis()); // what the last window's checkpoints took comes later
      return results.stream()
          .map(result -> Measured.of(result, job.samples(), job.checkpoints()))
          .toList();
    } finally {
      running.close();
      FolderTree.remove(work.resolve("tmp"));
      FolderTree.remove(work.resolve("checkpoints"));
    }
  }

  /** Waits until the job has processed so many events and, in transactions, committed them. */
  private static boolean awaitDrained(RunningJob job, long events, Contender contender)
      throws InterruptedException {
    long deadline = System.nanoTime() + DRAINED_WITHIN.toNanos();
    boolean processed = false;
    long processedMillis = 0;
    while (System.nanoTime() < deadline) {
      job.failIfEnded();
      if (!processed && job.processed() >= events) {
        processed = true;
        processedMillis = System.currentTimeMillis();
      }
      long since = processedMillis;
      if (processed
          && (!contender.isTransactional()
              || job.checkpoints().stream()
                  .anyMatch(checkpoint -> checkpoint.triggeredMillis() > since))) {
        return true;
      }
      Thread.sleep(50);
    }
    return false;
  }

  private RunningJob job(Contender contender, Path work) {
    boolean scoring = contender.job() == JobPlan.Kind.SCORING;
    Map<String, String> settings = new TreeMap<>(stage.settings(work));
    // Transactions that a killed job left open must not be in the way of the next one.
    settings.put("kafka.sink.transactional-id-prefix", "bench-" + runs);
    settings.putAll(contender.settings());
    return RunningJob.start(
        new JobPlan(
            contender.job(),
            settings,
            scoring ? Optional.of(stage.prefill().scoring()) : Optional.empty(),
            SAMPLE,
            false),
        Cores.oneFromWarmOn(Stage.JOB_OPTIONS),
        Optional.empty(),
        work.resolve("job.log"));
  }

  private PinnedJvm load(
      Contender contender, WarmUpLoad warmUp, List<LoadPlan.Window> windows, Path work) {
    LoadPlan plan =
        new LoadPlan(
            stage.connection().bootstrapServers(),
            stage.connection().registryUrl(),
            contender.job() == JobPlan.Kind.PASS_THROUGH,
            customers,
            Stage.SEED,
            warmUp.perSecond(),
            warmUp.part(),
            windows);
    return PinnedJvm.start(
        new PinnedJvm.Plan(
            LoadProcess.class.getName(),
            ClassPaths.own(),
            LOAD_OPTIONS,
            Optional.of(Cores.BROKER),
            plan.toJson(),
            work.resolve("load.log")));
  }
}
