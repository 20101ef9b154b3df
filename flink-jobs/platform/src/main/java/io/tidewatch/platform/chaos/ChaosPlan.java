package io.tidewatch.platform.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
  private static final Set<FaultKind> OF_THE_NETWORK =
      EnumSet.of(
          FaultKind.NETWORK_SLOW,
          FaultKind.KAFKA_CUT_OFF,
          FaultKind.BROKER_CUT_OFF,
          FaultKind.ZOOKEEPER_CUT_OFF);

  private static final int ROUNDS_OF_KILLS = 3;
  private static final int PER_SECOND = 100;
  private static final long SEED = 1;

  ChaosPlan {
    faults = List.copyOf(faults);
  }

  /**
   * Returns the suite: what can happen to processes, input and the writing of checkpoints, each
   * kind once, and the kills twice more.
   */
  static ChaosPlan full(int brokers, Duration limit) {
    Set<FaultKind> kinds = EnumSet.complementOf(EnumSet.copyOf(OF_THE_NETWORK));
    kinds.removeAll(EnumSet.of(FaultKind.ALL_BROKERS_KILLED, FaultKind.CHECKPOINTS_BROKEN));
    return rounds(kinds, brokers, limit);
  }

  /** Returns the suite with what can happen to a network, to all brokers and to checkpoints. */
  static ChaosPlan all(int brokers, Duration limit) {
    return rounds(EnumSet.allOf(FaultKind.class), brokers, limit);
  }

  private static ChaosPlan rounds(Set<FaultKind> kinds, int brokers, Duration limit) {
    List<FaultKind> faults = new ArrayList<>(kinds);
    List<FaultKind> kills = faults.stream().filter(FaultKind::isKill).toList();
    for (int round = 1; round < ROUNDS_OF_KILLS; round++) {
      faults.addAll(kills);
    }
    return of(faults, brokers, limit);
  }

  /** Returns whether the network between the job and everybody else is disturbed. */
  boolean disturbsNetwork() {
    return faults.stream().anyMatch(OF_THE_NETWORK::contains);
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
