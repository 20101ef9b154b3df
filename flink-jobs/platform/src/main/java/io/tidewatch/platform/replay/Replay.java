package io.tidewatch.platform.replay;

import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends recorded events in the order in which they became available, and heartbeats between them,
 * so that topics with few records neither hold stream time back nor run ahead. One thread.
 */
public final class Replay {
  /** Speed that means: as fast as the broker takes them. */
  public static final double UNLIMITED = 0;

  private static final Duration WALL_HEARTBEAT = Duration.ofMillis(250);

  /** Hears how far a replay is. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called after each event.
     *
     * @param sent events sent so far
     * @param atMicros stream time reached
     */
    void sent(long sent, long atMicros);
  }

  private final RecordProducer producer;
  private final double speed;
  private final long heartbeatMicros;
  private final Map<Topic, Long> produced = new EnumMap<>(Topic.class);
  private long sent;
  private long reachedMicros = Long.MIN_VALUE;

  /**
   * Creates a replay.
   *
   * @param producer where the events go; not closed here
   * @param speed seconds of stream time per second of wall time, or {@link #UNLIMITED}
   * @param heartbeatEvery stream time between two heartbeats
   */
  public Replay(RecordProducer producer, double speed, Duration heartbeatEvery) {
    if (!(speed >= 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed=" + speed + " must be finite and >= 0");
    }
    this.producer = producer;
    this.speed = speed;
    this.heartbeatMicros = TimeUnit.MILLISECONDS.toMicros(heartbeatEvery.toMillis());
  }

  /**
   * Sends events and waits until the broker has them all. May be called again with later events.
   *
   * @param events by rising availability
   * @return events sent per topic, over all calls
   * @throws InterruptedException if the thread was interrupted; what was sent stays sent
   */
  public Map<Topic, Long> run(Iterator<Event> events, Listener listener)
      throws InterruptedException {
    long wallStart = System.nanoTime();
    long lastBeatWall = wallStart;
    long firstAt = Long.MIN_VALUE;
    long nextBeat = Long.MIN_VALUE;
    long lastAt = Long.MIN_VALUE;
    while (events.hasNext()) {
      Event event = events.next();
      long at = event.availableAtMicros();
      if (firstAt == Long.MIN_VALUE) {
        firstAt = at;
        nextBeat = at;
      }
      lastBeatWall = awaitTurn(at - firstAt, firstAt, wallStart, lastBeatWall);
      if (at >= nextBeat) {
        // Everything before this event is sent; what comes is not older than it.
        producer.heartbeat(at);
        nextBeat = at + heartbeatMicros;
      }
      producer.send(event.record());
      produced.merge(event.topic(), 1L, Long::sum);
      lastAt = Math.max(lastAt, at);
      listener.sent(++sent, lastAt);
      if (Thread.interrupted()) {
        throw new InterruptedException("replay interrupted after " + sent + " events");
      }
    }
    if (lastAt != Long.MIN_VALUE) {
      reachedMicros = lastAt;
      remind();
    }
    return new EnumMap<>(produced);
  }

  /** Tells all partitions that stream time has reached a moment, and waits until they know. */
  public void advanceTo(long atMicros) {
    reachedMicros = atMicros;
    remind();
  }

  /**
   * Says again how far stream time is. To be called now and then until the job has dealt with
   * everything: watermarks are no part of a checkpoint, so after a restart a partition that was
   * read to its end before would hold stream time back for ever.
   */
  public void remind() {
    if (reachedMicros != Long.MIN_VALUE) {
      producer.heartbeat(reachedMicros);
      producer.flush();
    }
  }

  /** Waits until an event is due; heartbeats keep stream time moving meanwhile. */
  private long awaitTurn(long sinceFirst, long firstAt, long wallStart, long lastBeatWall)
      throws InterruptedException {
    if (speed == UNLIMITED) {
      return lastBeatWall;
    }
    long due = wallStart + (long) (sinceFirst * 1_000.0 / speed);
    long beat = lastBeatWall;
    for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
      if (now - beat >= WALL_HEARTBEAT.toNanos()) {
        producer.heartbeat(firstAt + (long) ((now - wallStart) / 1_000.0 * speed));
        beat = now;
      }
      LockSupport.parkNanos(Math.min(due - now, WALL_HEARTBEAT.toNanos()));
      if (Thread.interrupted()) {
        throw new InterruptedException("replay interrupted after " + sent + " events");
      }
    }
    return beat;
  }

  /** Returns the moment so long after another, in microseconds. */
  public static long after(long atMicros, Duration duration) {
    return Micros.of(Micros.toInstant(atMicros).plus(duration));
  }
}
