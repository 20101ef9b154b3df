package io.tidewatch.scoring;

/**
 * How many changes may be unwritten at a moment, so that few are left when the next checkpoint
 * comes: all of them for half of the time between two checkpoints, then evenly fewer. A customer
 * who comes often is so written once per checkpoint, and yet no checkpoint waits for many.
 *
 * <p>Expects the next checkpoint as long after the last as that was after the one before; one that
 * comes earlier waits longer, once. One thread.
 */
final class CheckpointPace {
  private static final long NEVER = Long.MIN_VALUE;

  private final int leftOver;
  private final int all;
  private long lastAt = NEVER;
  private long interval;

  /**
   * Creates the pace of a task that had no checkpoint yet.
   *
   * @param leftOver how many may be left when a checkpoint comes
   * @param all how many there can be
   */
  CheckpointPace(int leftOver, int all) {
    this.leftOver = leftOver;
    this.all = all;
  }

  /** Says that a checkpoint comes now, in milliseconds of any clock that only goes forward. */
  void checkpoint(long nowMillis) {
    interval = lastAt == NEVER ? 0 : Math.max(0, nowMillis - lastAt);
    lastAt = nowMillis;
  }

  /** Returns how many changes may be unwritten now; all until two checkpoints were seen. */
  int allowed(long nowMillis) {
    if (interval == 0) {
      return all;
    }
    long left = Math.max(0, lastAt + interval - nowMillis);
    long share = Math.min(all, 2 * left * all / interval);
    return (int) Math.max(leftOver, share);
  }
}
