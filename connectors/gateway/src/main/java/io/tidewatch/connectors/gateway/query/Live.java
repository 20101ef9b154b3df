package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.sse.SseHandler;
import io.tidewatch.connectors.gateway.http.ProblemException;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordJson;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells pages by server-sent events what changed: {@code alert} with a new alert, {@code changed}
 * with the names of what to ask for again, at most twice a second. A slow page is told less often
 * and keeps nobody waiting. Thread-safe.
 */
final class Live implements AutoCloseable {
  static final int MAX_LISTENERS = 200;

  private static final Duration TICK = Duration.ofMillis(500);

  /** Figures of the process move all the time: pages that show them ask so often. */
  private static final int TICKS_OF_FIGURES = 4;

  /** Well below the time after which the server ends a silent connection. */
  private static final int TICKS_OF_SILENCE = 10;

  private static final Duration UNTIL_FREE = Duration.ofSeconds(30);
  private static final Set<LiveChange> FIGURES =
      EnumSet.of(LiveChange.MODELS, LiveChange.OPERATIONS);

  private final Set<LiveListener> listeners = ConcurrentHashMap.newKeySet();
  private final Executor answers;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Live::daemon);
  private long ticks;

  /**
   * @param answers writes to pages
   */
  Live(Executor answers) {
    this.answers = answers;
    clock.scheduleWithFixedDelay(
        this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "live");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Answers with events until the page goes away.
   *
   * @throws ProblemException 503 if too many listen, 406 if it does not ask for events
   */
  void listen(Context ctx, ApiToken token) {
    String accept = ctx.header("Accept");
    if (accept == null || !accept.contains("text/event-stream")) {
      throw ProblemException.of(
          406, "not acceptable", "this path answers with events: Accept: text/event-stream");
    }
    if (listeners.size() >= MAX_LISTENERS) {
      throw ProblemException.later(
          503, "too many listeners", MAX_LISTENERS + " pages listen already", UNTIL_FREE);
    }
    new SseHandler(
            0L,
            client -> {
              LiveListener listener = new LiveListener(client, token.scopes());
              client.keepAlive();
              client.onClose(() -> listeners.remove(listener));
              listener.changed(EnumSet.allOf(LiveChange.class));
              listeners.add(listener);
            })
        .handle(ctx);
  }

  /** Notes what the store has taken; does not wait. */
  void taken(List<ConsumedRecord> records) {
    if (records.isEmpty() || listeners.isEmpty()) {
      return;
    }
    Set<LiveChange> changes = EnumSet.noneOf(LiveChange.class);
    for (ConsumedRecord record : records) {
      for (LiveChange change : LiveChange.values()) {
        if (change.follows(record.topic())) {
          changes.add(change);
        }
      }
      if (record.topic() == Topic.CHURN_ALERTS && record.record().isPresent()) {
        ObjectNode alert = RecordJson.of(record.record().get());
        listeners.forEach(listener -> listener.alert(alert.toString()));
      }
    }
    changed(changes);
  }

  /** Notes that something is to be asked for again. */
  void changed(Set<LiveChange> changes) {
    listeners.forEach(listener -> listener.changed(changes));
  }

  private void tick() {
    ticks++;
    if (ticks % TICKS_OF_FIGURES == 0) {
      changed(FIGURES);
    }
    boolean idle = ticks % TICKS_OF_SILENCE == 0;
    listeners.forEach(listener -> listener.tell(answers, idle));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    listeners.forEach(LiveListener::close);
  }
}
