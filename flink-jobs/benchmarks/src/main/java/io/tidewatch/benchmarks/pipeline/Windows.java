package io.tidewatch.benchmarks.pipeline;

import java.util.List;

/**
 * How many events each contender processes: all with a state store the same ones. One that only
 * copies is so fast that it gets more, one that is much slower gets fewer.
 *
 * @param events in the measured window of most
 */
record Windows(long events) {
  private static final int WARM_UPS = 3;
  private static final int FAST = 2;
  private static final int SLOW = 500;
  private static final int LEAST = 200_000; // or a short run is over before its first checkpoint

  /**
   * Returns the least events before the measured window: so many that caches and levels of RocksDB
   * are as full as they get. Where the compiler is still at work then, more follow.
   */
  long warmUp(Contender contender) {
    return contender == Contender.PASS_THROUGH ? events : WARM_UPS * window(contender);
  }

  /** Returns the events after which the window begins even if the compiler is at work. */
  long longestWarmUp(Contender contender) {
    return warmUp(contender) + counted(contender) / 2;
  }

  private long counted(Contender contender) {
    return warmUp(contender) + window(contender);
  }

  /** Returns the events in the measured window. */
  long window(Contender contender) {
    return switch (contender) {
      case PASS_THROUGH -> FAST * events;
      case DL4J_PER_EVENT -> Math.max(1, events / SLOW);
      default -> events;
    };
  }

  /**
   * Returns how many events must lie ready: for the longest warm-up, the window, and the time until
   * the checkpoints at both ends of the window are complete.
   */
  long all(List<Contender> contenders) {
    long most = contenders.stream().mapToLong(this::counted).max().orElse(0);
    return Math.max(LEAST, most + most / 2 + most / 4);
  }
}
