package io.tidewatch.decisions.retention;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a desk may still take out of the budget of its day, so that it is never exceeded, also where
 * the job is killed and goes on from a checkpoint: what it did after that may have been sent.
 *
 * <pre>
 *   limit ─┬─ taken by this life of the job, or counted as taken when it began
 *          └─ left ─┬─ confirmed: a complete checkpoint counts it as taken, so it may be taken now
 *                   └─ leased: the next checkpoint counts it as taken
 * </pre>
 *
 * <p>A life may take only what a complete checkpoint counts as taken; so whoever goes on from that
 * checkpoint, or from a later one, cannot take it again. A checkpoint counts what is leased of its
 * day, and a first piece ({@code ahead}) of every later day, so that a day can begin at once.
 * Whoever goes on gives up both ({@code lost}), for all days that the life before can have seen.
 *
 * <p>Where a job that goes on decides as the one before did, or nothing that was not committed is
 * seen, leases are not needed ({@link Mode#EXACT}). Money in minor units. One thread.
 */
final class RetentionBudget {

  /** How much a life may take. */
  enum Mode {
    /** All that is left. */
    EXACT,
    /** What is leased. */
    LEASED
  }

  /**
   * What a checkpoint keeps.
   *
   * @param day epoch day
   * @param takenMinor taken of that day
   * @param leasedMinor leased of that day, taken included
   * @param aheadMinor leased of every later day
   * @param lost what lives before may have taken of every day up to an epoch day
   */
  record State(long day, long takenMinor, long leasedMinor, long aheadMinor, Map<Long, Long> lost) {
    State {
      lost = Map.copyOf(lost);
    }
  }

  private static final int SHARE_OF_LEASE = 8;

  private final Mode mode;
  private long day = Long.MIN_VALUE;
  private long takenMinor;
  private long leasedMinor;
  private long confirmedMinor;
  private long aheadMinor;
  private long confirmedAheadMinor;
  private final NavigableMap<Long, Long> lost = new TreeMap<>(); // by the last day that it is of

  /** Starts with nothing taken. */
  RetentionBudget(Mode mode) {
    this.mode = mode;
  }

  /**
   * Goes on from a checkpoint.
   *
   * @param newestDay newest day that a life before can have seen
   */
  RetentionBudget(Mode mode, State state, long newestDay) {
    this.mode = mode;
    day = state.day();
    boolean exact = mode == Mode.EXACT;
    takenMinor = exact ? state.takenMinor() : state.leasedMinor();
    leasedMinor = takenMinor;
    confirmedMinor = takenMinor;
    aheadMinor = state.aheadMinor();
    lost.putAll(state.lost());
    if (!exact) {
      lost.merge(newestDay, aheadMinor, Long::sum);
    }
  }

  State state() {
    return new State(day, takenMinor, leasedMinor, aheadMinor, lost);
  }

  long day() {
    return day;
  }

  /** Begins a later day. */
  void start(long newDay) {
    day = newDay;
    lost.headMap(day).clear();
    takenMinor = lost();
    confirmedMinor = takenMinor + confirmedAheadMinor;
    leasedMinor = confirmedMinor;
  }

  private long lost() {
    return lost.tailMap(day).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns what is left of the day. */
  long leftMinor(long limitMinor) {
    return Math.max(0, limitMinor - takenMinor);
  }

  /** Returns what may be taken now. */
  long availableMinor(long limitMinor) {
    return mode == Mode.EXACT
        ? leftMinor(limitMinor)
        : leftMinor(Math.min(limitMinor, confirmedMinor));
  }

  long takenMinor() {
    return takenMinor;
  }

  void take(long minor) {
    takenMinor += minor;
  }

  /**
   * Leases more, to be taken behind the next checkpoint: an eighth of the budget, and no less than
   * one action takes.
   */
  void lease(long limitMinor, long actionMinor) {
    long piece = Math.min(limitMinor, Math.max(limitMinor / SHARE_OF_LEASE, actionMinor));
    leasedMinor = Math.max(leasedMinor, Math.min(limitMinor, takenMinor + piece));
    // Never less than before: a life may still go by an older checkpoint.
    aheadMinor = Math.max(aheadMinor, limitMinor / SHARE_OF_LEASE);
  }

  /** Takes note that a checkpoint which holds a state of this life is complete. */
  void confirm(State inCheckpoint) {
    confirmedAheadMinor = Math.max(confirmedAheadMinor, inCheckpoint.aheadMinor());
    if (inCheckpoint.day() == day) {
      confirmedMinor = Math.max(confirmedMinor, inCheckpoint.leasedMinor());
    } else if (inCheckpoint.day() < day) {
      confirmedMinor = Math.max(confirmedMinor, lost() + inCheckpoint.aheadMinor());
      leasedMinor = Math.max(leasedMinor, confirmedMinor);
    }
  }
}
