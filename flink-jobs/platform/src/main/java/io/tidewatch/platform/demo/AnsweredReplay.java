package io.tidewatch.platform.demo;

import io.tidewatch.platform.replay.Replay;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Replays a history day by day and answers the offers that the job made of a day before the next
 * one begins: so the answers come in stream time as they would in life, however fast the replay is.
 * One thread.
 */
final class AnsweredReplay {

  /** Waits until the job has dealt with events. */
  @FunctionalInterface
  interface Await {
    /** Returns when the job has dealt with so many events of this replay, or will not. */
    void processed(long events) throws InterruptedException;
  }

  private static final long MINUTE = 60_000_000L;

  private final Replay replay;
  private final RecordedAnswers answers;
  private final Outputs outputs;
  private final List<Event> waiting = new ArrayList<>(); // answers that are not known yet

  AnsweredReplay(Replay replay, RecordedAnswers answers, Outputs outputs) {
    this.replay = replay;
    this.answers = answers;
    this.outputs = outputs;
  }

  /**
   * Replays.
   *
   * @param events by rising availability
   * @param fromMicros stream time at the start
   * @param untilMicros stream time at the end
   * @return events sent per topic, answers included
   */
  Map<Topic, Long> run(
      List<Event> events, long fromMicros, long untilMicros, Replay.Listener listener, Await await)
      throws InterruptedException {
    Map<Topic, Long> produced = Map.of();
    int next = 0;
    for (long day = fromMicros; day <= untilMicros; day += Micros.PER_DAY) {
      long end = Math.min(day + Micros.PER_DAY, untilMicros + MINUTE);
      int first = next;
      while (next < events.size() && events.get(next).availableAtMicros() < end) {
        next++;
      }
      List<Event> due = due(events.subList(first, next), end);
      produced = replay.run(due.iterator(), listener);
      replay.advanceTo(end);
      // Watermarks stay behind by the bound on disorder, so the last moments may still wait.
      long waits = due.stream().filter(e -> e.availableAtMicros() >= end - MINUTE).count();
      await.processed(sum(produced) - waits);
      for (NextBestOffer made : outputs.newOffers()) {
        waiting.addAll(answers.to(made, end));
      }
    }
    return produced;
  }

  private static long sum(Map<Topic, Long> produced) {
    return produced.values().stream().mapToLong(Long::longValue).sum();
  }

  private List<Event> due(List<Event> ofDay, long endMicros) {
    List<Event> due = new ArrayList<>(ofDay);
    waiting.removeIf(answer -> answer.availableAtMicros() < endMicros && due.add(answer));
    due.sort(Comparator.comparingLong(Event::availableAtMicros));
    return due;
  }
}
