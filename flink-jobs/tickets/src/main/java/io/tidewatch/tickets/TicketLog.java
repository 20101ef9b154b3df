package io.tidewatch.tickets;

import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.TicketStatus;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is kept of one ticket: its steps, in whatever order they came, and which moments of its
 * timeline were said. Everything else follows from the steps ({@link TicketTimeline}), so that late
 * and repeated events, and new service levels, need no special case.
 *
 * <p>About 50 bytes per step. Not thread-safe.
 */
public final class TicketLog {
  /** Layout version that {@link #write} writes. */
  static final int VERSION = 1;

  /** Steps after which messages are refused; openings and closes are always taken. */
  static final int MOST_MESSAGES = 1_000;

  private final TreeMap<TicketStep, Boolean> steps = new TreeMap<>(TicketStep.ORDER); // and if said
  private final Set<Long> saidAlerts = new TreeSet<>();
  private long expiryTimerMillis;
  private long judgedUntilMicros = Long.MIN_VALUE;

  /** What came of a step. */
  public enum Added {
    /** It counts. */
    NEW,
    /** A step of the same event was there. */
    DUPLICATE,
    /** The ticket has more steps than are kept. */
    FULL
  }

  /**
   * Moments that are to be said now, and when the next one comes.
   *
   * @param moments in order of time
   * @param nextMicros time of the earliest that is left; {@link BusinessClock#NEVER} if none
   */
  public record Due(List<TicketMoment> moments, long nextMicros) {}

  /** Takes a step, if it is new. */
  public Added add(TicketStep step) {
    for (TicketStep known : steps.keySet()) {
      if (known.eventId().equals(step.eventId())) {
        return Added.DUPLICATE;
      }
    }
    if (steps.size() >= MOST_MESSAGES && step.kind() == TicketKind.MESSAGE) {
      return Added.FULL;
    }
    steps.put(step, false);
    return Added.NEW;
  }

  /**
   * Returns the moments that have come and were not said before, and takes them as said. What late
   * steps or new service levels say of the past of a closed ticket is not said, unless it is
   * reopened.
   *
   * @param levels service levels that hold now
   * @param nowMicros until when breaches and their nearness have come; what events changed has
   */
  public Due take(ServiceLevels levels, long nowMicros) {
    Map<String, TicketStep> byEvent = new HashMap<>();
    steps.keySet().forEach(step -> byEvent.put(step.eventId(), step));
    List<TicketMoment> moments = TicketTimeline.of(steps.keySet(), levels);
    boolean closed = isClosedAfter(moments);
    List<TicketMoment> due = new ArrayList<>();
    long next = BusinessClock.NEVER;
    for (TicketMoment moment : moments) {
      TicketStep step = byEvent.get(moment.eventId());
      boolean said = moment.isAlert() ? saidAlerts.contains(moment.alertKey()) : steps.get(step);
      boolean past = closed && moment.isAlert() && moment.atMicros() <= judgedUntilMicros;
      if (said || past) {
        continue;
      }
      if (moment.isAlert() && moment.atMicros() > nowMicros) {
        next = Math.min(next, moment.atMicros());
        continue;
      }
      due.add(moment);
      if (moment.isAlert()) {
        saidAlerts.add(moment.alertKey());
      } else {
        steps.put(step, true);
      }
    }
    judged(nowMicros);
    return new Due(due, next);
  }

  /** Takes it as settled what was promised and broken until a moment: new rules come. */
  public void judged(long untilMicros) {
    judgedUntilMicros = Math.max(judgedUntilMicros, untilMicros);
  }

  private static boolean isClosedAfter(List<TicketMoment> moments) {
    TicketMoment last = moments.get(moments.size() - 1);
    return last.standing().status() == TicketStatus.CLOSED;
  }

  /**
   * Forgets the steps until a moment, and what was said.
   *
   * @return whether nothing is left
   */
  public boolean forget(long untilMicros) {
    steps.keySet().removeIf(step -> step.atMicros() <= untilMicros);
    saidAlerts.clear();
    return steps.isEmpty();
  }

  /**
   * Returns when promises are nearly or quite broken, at any moment of the ticket's life so far:
   * the first steps alone may have promised what later ones took back. Microseconds since 1970 UTC.
   */
  public Set<Long> alerts(ServiceLevels levels) {
    Set<Long> alerts = new TreeSet<>();
    List<TicketStep> first = new ArrayList<>();
    for (TicketStep step : steps.keySet()) {
      first.add(step);
      for (TicketMoment moment : TicketTimeline.of(first, levels)) {
        if (moment.isAlert()) {
          alerts.add(moment.atMicros());
        }
      }
    }
    return alerts;
  }

  /** Returns when the newest step happened, microseconds since 1970 UTC. */
  public long lastAtMicros() {
    return steps.lastKey().atMicros();
  }

  /** Returns the timer that looks whether the log may be forgotten, in milliseconds; 0 if none. */
  public long expiryTimerMillis() {
    return expiryTimerMillis;
  }

  /** Remembers that timer. */
  public void expiryTimerAt(long millis) {
    expiryTimerMillis = millis;
  }

  /** Writes the log: a version byte, then the fields in a fixed order, big endian. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeLong(expiryTimerMillis);
    out.writeLong(judgedUntilMicros);
    out.writeInt(steps.size());
    for (Map.Entry<TicketStep, Boolean> entry : steps.entrySet()) {
      entry.getKey().write(out);
      out.writeBoolean(entry.getValue());
    }
    out.writeInt(saidAlerts.size());
    for (long alert : saidAlerts) {
      out.writeLong(alert);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the layout version is unknown or the bytes end early
   */
  public static TicketLog read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "ticket log has layout version " + version + "; this build reads version " + VERSION);
    }
    TicketLog log = new TicketLog();
    log.expiryTimerMillis = in.readLong();
    log.judgedUntilMicros = in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      TicketStep step = TicketStep.read(in);
      log.steps.put(step, in.readBoolean());
    }
    for (int left = in.readInt(); left > 0; left--) {
      log.saidAlerts.add(in.readLong());
    }
    return log;
  }
}
