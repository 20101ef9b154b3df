package io.tidewatch.platform.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a run does. Immutable.
 *
 * @param faults the faults, in their order
 * @param brokers Kafka brokers
 * @param perSecond events a second
 * @param limit after this time under load no further fault is begun
 * @param seed draws the load
 */
record ChaosPlan(List<FaultKind> faults, int brokers, int perSecond, Duration limit, long seed) {
  private static final int ROUNDS_OF_KILLS = 3;
  private static final int PER_SECOND = 100;
  private static final long SEED = 1;

  ChaosPlan {
    faults = List.copyOf(faults);
  }

  /** Returns the whole suite: each kind once, and the kills twice more. */
  static ChaosPlan full(int brokers, Duration limit) {
    List<FaultKind> faults = new ArrayList<>(Arrays.asList(FaultKind.values()));
    List<FaultKind> kills = faults.stream().filter(FaultKind::isKill).toList();
    for (int round = 1; round < ROUNDS_OF_KILLS; round++) {
      faults.addAll(kills);
    }
    return of(faults, brokers, limit);
  }

  /** Returns one of some faults. */
  static ChaosPlan of(List<FaultKind> faults, int brokers, Duration limit) {
    return new ChaosPlan(faults, brokers, PER_SECOND, limit, SEED);
  }

  /** Returns a short one, which shows that the suite works. */
  static ChaosPlan quick(int brokers) {
    return of(
        List.of(
            FaultKind.TASK_MANAGER_KILLED,
            FaultKind.POISON,
            FaultKind.DUPLICATES,
            FaultKind.GATEWAY_KILLED),
        brokers,
        Duration.ofSeconds(80));
  }
}
