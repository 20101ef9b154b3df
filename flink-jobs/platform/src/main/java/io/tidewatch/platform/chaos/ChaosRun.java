package io.tidewatch.platform.chaos;

import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.platform.outcome.Outcome;
import io.tidewatch.platform.replay.Replay;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.EventCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** One run of the fault suite. One thread. */
final class ChaosRun {
  /** What is compared: everything but a compacted topic, which forgets as it likes. */
  private static final Set<Topic> TOPICS =
      EnumSet.of(
          Topic.DECISION_LOG, Topic.CHURN_ALERTS, Topic.NEXT_BEST_OFFERS, Topic.SUPPRESSIONS);

  private static final int TASK_MANAGERS = 2;
  private static final int DIFFERENCES_SHOWN = 10;
  private static final int CHECKPOINTS_AT_THE_END = 3;
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  private final ChaosPlan plan;
  private final Path folder;
  private final BiConsumer<Double, String> progress;
  private final List<ChaosReport.Done> done = new ArrayList<>();
  private final Map<FaultKind, Integer> turns = new EnumMap<>(FaultKind.class);

  /**
   * Creates a run.
   *
   * @param folder an empty folder, for everything that is written
   * @param progress hears how far it is, 0 to 1, and what is done
   */
  ChaosRun(ChaosPlan plan, Path folder, BiConsumer<Double, String> progress) {
    this.plan = plan;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException if the cluster does not come back after a fault
   */
  ChaosReport run() throws InterruptedException {
    long begin = System.nanoTime();
    progress.accept(0.0, "models are trained");
    ChaosReleases releases = ChaosReleases.train(plan.seed());
    LoadScript script = new LoadScript(plan.seed());
    progress.accept(0.02, "the cluster starts");
    ChaosReport.Input input;
    Outcome disturbed;
    long end;
    ClusterPlan direct = ClusterPlan.make(plan.brokers(), TASK_MANAGERS, false, false);
    ClusterPlan cluster = plan.disturbsNetwork() ? direct.withRelays() : direct;
    try (Arena arena = Arena.start(folder, cluster, releases.trustedKey())) {
      releases.announce(arena.connection(), arena.releases(), script.generator());
      try (ChaosLoad load =
              new ChaosLoad(
                  arena.connection().configuration(), script, plan.perSecond(), plan.seed());
          DecisionWatch watch = new DecisionWatch(arena.connection().configuration())) {
        watch.start();
        load.start();
        strikeAll(arena, load, watch);
        progress.accept(0.85, "the last events are dealt with");
        load.stop();
        end = Replay.after(load.atMicros(), ChaosLoad.BEYOND);
        input = drain(arena, load, script);
        disturbed =
            Outcome.read(
                arena.connection().bootstrapServers(), TOPICS, folder.resolve("disturbed.records"));
      }
    }
    progress.accept(0.9, "undisturbed run");
    Outcome expected =
        Undisturbed.run(folder.resolve("undisturbed"), releases, script, end, TOPICS);
    return new ChaosReport(
        done,
        plan.faults().size(),
        input,
        expected.compare(disturbed),
        expected.differences(disturbed, DIFFERENCES_SHOWN),
        (System.nanoTime() - begin) / 1e9);
  }

  private void strikeAll(Arena arena, ChaosLoad load, DecisionWatch watch)
      throws InterruptedException {
    awaitDecisions(arena, load, watch, load.atMicros());
    long begin = System.nanoTime();
    for (FaultKind kind : plan.faults()) {
      if (System.nanoTime() - begin > plan.limit().toNanos()) {
        return;
      }
      progress.accept(0.1 + 0.75 * done.size() / plan.faults().size(), kind.key());
      // Under load, and with something to lose: between two checkpoints.
      Thread.sleep(BETWEEN.toMillis());
      long struck = System.nanoTime();
      kind.strike(arena, load, turns.merge(kind, 1, Integer::sum) - 1);
      awaitDecisions(arena, load, watch, load.atMicros());
      done.add(new ChaosReport.Done(kind, (System.nanoTime() - struck) / 1e9));
    }
  }

  /** Waits until all is well and decisions about events after a moment are committed. */
  private static void awaitDecisions(
      Arena arena, ChaosLoad load, DecisionWatch watch, long afterMicros)
      throws InterruptedException {
    arena.await(
        "decide again",
        () -> {
          load.failIfBroken();
          return watch.decidedMicros() > afterMicros && arena.well();
        });
  }

  private static ChaosReport.Input drain(Arena arena, ChaosLoad load, LoadScript script)
      throws InterruptedException {
    long sent = script.events() + script.duplicates() + load.poison();
    arena.await(
        "deal with all events",
        () -> {
          load.remind();
          EventCounts counts = arena.counts();
          return counts.folded() + counts.duplicate() + counts.deadLettered() >= sent;
        });
    // What is written is committed with a checkpoint, and what timers write with the one after.
    long newest = arena.newestCheckpoint();
    arena.await(
        "complete its last checkpoints",
        () -> arena.newestCheckpoint() >= newest + CHECKPOINTS_AT_THE_END);
    EventCounts counts = arena.counts();
    DeadLetterCount letters = DeadLetterCount.read(arena.connection().configuration());
    return new ChaosReport.Input(
        script.events(),
        counts.folded(),
        script.duplicates(),
        counts.duplicate(),
        load.poison(),
        letters.distinct(),
        letters.again());
  }
}
