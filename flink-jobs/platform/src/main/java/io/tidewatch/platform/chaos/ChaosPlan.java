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
    return new ChaosPlan(faults, brokers, 100, limit, 1);
  }

  /** Returns a short one, which shows that the suite works. */
  static ChaosPlan quick(int brokers) {
    return new ChaosPlan(
        List.of(
            FaultKind.TASK_MANAGER_KILLED,
            FaultKind.POISON,
            FaultKind.DUPLICATES,
            FaultKind.GATEWAY_KILLED),
        brokers,
        100,
        Duration.ofSeconds(80),
        1);
  }
}
