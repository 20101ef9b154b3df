package io.tidewatch.platform.demo;

import io.tidewatch.connectors.history.DataSet;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.ReleaseSignature;
import io.tidewatch.platform.embedded.EmbeddedPlatform;
import io.tidewatch.platform.releases.ReleasePush;
import io.tidewatch.platform.releases.ReleaseStatuses;
import io.tidewatch.platform.replay.Replay;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.Topic;
import io.tidewatch.training.TrainedModel;
import io.tidewatch.training.TrainingHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One demo run on a running platform: the first part of a history is folded while the models are
 * trained on it, the models are pushed, and the rest is replayed and judged. One use, one thread.
 */
public final class Demo {
  private static final Duration SERVING_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration DAY_TICK = Duration.ofMillis(20);
  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final Duration STALLED = Duration.ofMinutes(3);

  private final DemoOptions options;
  private final DataSet dataSet;
  private final EmbeddedPlatform platform;
  private final OutputFeed feed;
  private final DemoStatus status = new DemoStatus();
  private final long startNanos;
  private final long upNanos = System.nanoTime();

  /**
   * Creates a run.
   *
   * @param dataSet what is replayed
   * @param platform a platform that is up, and told nothing yet
   * @param feed reads the platform's outputs
   * @param startNanos {@link System#nanoTime()} when the run began
   */
  public Demo(
      DemoOptions options,
      DataSet dataSet,
      EmbeddedPlatform platform,
      OutputFeed feed,
      long startNanos) {
    this.options = options;
    this.dataSet = dataSet;
    this.platform = platform;
    this.feed = feed;
    this.startNanos = startNanos;
  }

  /**
   * Runs from the policies to the report.
   *
   * @param terminal where to show what happens
   * @throws InterruptedException if the thread was interrupted
   */
  public DemoReport run(Terminal terminal) throws InterruptedException {
    List<Event> events = new ArrayList<>();
    try (Stream<Event> stream = dataSet.events()) {
      stream.forEach(events::add);
    }
    long splitMicros = Micros.of(options.split());
    int split = firstAtOrAfter(events, splitMicros);
    List<Event> past = events.subList(0, split);
    List<Event> rest = events.subList(split, events.size());

    ExecutorService trainer = Executors.newSingleThreadExecutor(Demo::daemon);
    try (DemoView view = DemoView.start(terminal, dataSet.title(), status, feed.outputs());
        RecordProducer producer = new RecordProducer(platform.connection().configuration())) {
      pushRules(producer);
      Replay replay = new Replay(producer, Replay.UNLIMITED, options.heartbeatEvery());
      Future<DemoModels> training =
          trainer.submit(
              () ->
                  DemoModels.obtain(
                      events,
                      TrainingHistory.about(dataSet),
                      options.training(),
                      options.cache(),
                      (fraction, message) -> status.at(fraction, message)));
      status.enter("training");
      Map<Topic, Long> produced = replay.run(past.iterator(), (sent, at) -> status.sent(sent));
      replay.advanceTo(splitMicros);
      awaitProcessed(produced, replay);
      DemoModels models = await(training);

      status.enter("loading models");
      push(producer, models);

      status.enter("replaying");
      Replay live = new Replay(producer, options.speed(), options.heartbeatEvery());
      long lastMicros = Micros.of(dataSet.lastAt());
      Map<Topic, Long> producedLive =
          new AnsweredReplay(live, new RecordedAnswers(dataSet.offers(), rest), feed.outputs())
              .run(
                  rest,
                  splitMicros,
                  lastMicros,
                  (sent, at) -> {
                    status.sent(past.size() + sent);
                    status.at(
                        (double) (at - splitMicros) / (lastMicros - splitMicros),
                        day(Micros.toInstant(at)));
                  },
                  processed -> awaitProcessed(past.size() + processed, live));
      producedLive.forEach((topic, count) -> produced.merge(topic, count, Long::sum));
      live.advanceTo(Replay.after(lastMicros, Duration.ofMinutes(1)));
      status.enter("draining");
      EventLedger ledger = awaitProcessed(produced, live);
      awaitQuiet();
      status.enter("judging");
      return report(events, splitMicros, lastMicros, models, ledger);
    } finally {
      trainer.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "demo-training");
    thread.setDaemon(true);
    return thread;
  }

  private static String day(Instant at) {
    return at.toString().substring(0, 10);
  }

  private static int firstAtOrAfter(List<Event> events, long atMicros) {
    int low = 0;
    int high = events.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.get(middle).availableAtMicros() < atMicros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void pushRules(RecordProducer producer) {
    producer.send(DemoPolicy.at(dataSet.firstAt()));
    dataSet.offers().forEach(producer::send);
    producer.flush();
  }

  private void push(RecordProducer producer, DemoModels models) throws InterruptedException {
    ReleasePush push = new ReleasePush(platform.models(), producer);
    try (ReleaseStatuses statuses = ReleaseStatuses.follow(platform.connection().configuration())) {
      List<ModelRelease> pushed = new ArrayList<>();
      for (TrainedModel model : List.of(models.churn(), models.recommender())) {
        byte[] zip = ReleaseSignature.sign(model.zip(), options.key());
        pushed.add(push.push(Release.read(zip), zip, Instant.now(), "tidewatch demo"));
      }
      for (ModelRelease release : pushed) {
        statuses.awaitInForce(release, SERVING_TIMEOUT);
      }
    } catch (RefusedReleaseException e) {
      throw new IllegalStateException("the model trained a moment ago is refused", e);
    }
  }

  private DemoModels await(Future<DemoModels> training) throws InterruptedException {
    try {
      return training.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the training failed", e.getCause());
    }
  }

  /** Waits until the job has dealt with so many events. */
  private void awaitProcessed(long events, Replay replay) throws InterruptedException {
    await(Map.of(), ledger -> ledger.processed() >= events, replay, DAY_TICK);
  }

  /** Waits until the job has dealt with all events. */
  private EventLedger awaitProcessed(Map<Topic, Long> produced, Replay replay)
      throws InterruptedException {
    return await(produced, EventLedger::complete, replay, TICK);
  }

  /** Waits for the job; gives up when it stops making progress. */
  private EventLedger await(
      Map<Topic, Long> produced, Predicate<EventLedger> enough, Replay replay, Duration tick)
      throws InterruptedException {
    long lastProcessed = -1;
    long lastChange = System.nanoTime();
    while (true) {
      EventLedger ledger = EventLedger.of(produced, platform.counts());
      status.processed(ledger.processed());
      if (enough.test(ledger)) {
        return ledger;
      }
      if (ledger.processed() != lastProcessed) {
        lastProcessed = ledger.processed();
        lastChange = System.nanoTime();
      } else if (System.nanoTime() - lastChange > STALLED.toNanos()) {
        return ledger;
      }
      replay.remind();
      Thread.sleep(tick.toMillis());
    }
  }

  /** Scores and decisions follow the events by timers and queues: wait until no more come. */
  private void awaitQuiet() throws InterruptedException {
    while (feed.quietFor().compareTo(QUIET) < 0) {
      platform.failIfEnded();
      Thread.sleep(TICK.toMillis());
    }
  }

  private DemoReport report(
      List<Event> events,
      long splitMicros,
      long lastMicros,
      DemoModels models,
      EventLedger ledger) {
    Outputs outputs = feed.outputs();
    DemoJudgement judgement =
        DemoJudgement.of(
            events, splitMicros, lastMicros, options.training(), models, outputs.scoreHistory());
    return new DemoReport(
        dataSet,
        ledger,
        outputs.alerts(),
        outputs.retention(),
        outputs.offers(),
        outputs.suppressions(),
        outputs.scores(),
        sinceUp(outputs.firstAlertNanos()),
        sinceUp(outputs.firstOfferNanos()),
        judgement.churn(),
        judgement.recommender(),
        models.trainingSeconds(),
        PeakMemory.bytes(),
        (System.nanoTime() - startNanos) / 1e9,
        options.versions());
  }

  private OptionalDouble sinceUp(OptionalLong nanos) {
    return nanos.isPresent()
        ? OptionalDouble.of((nanos.getAsLong() - upNanos) / 1e9)
        : OptionalDouble.empty();
  }
}
