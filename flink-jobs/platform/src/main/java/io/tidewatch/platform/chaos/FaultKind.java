package io.tidewatch.platform.chaos;

import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.platform.chaos.ChaosLoad.Manner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What is done to the cluster or to its load. */
enum FaultKind {
  /** A TaskManager is killed. */
  TASK_MANAGER_KILLED("taskManagerKilled", true) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.kill("taskmanager-" + (1 + turn % 2));
    }
  },
  /** Both TaskManagers are killed at once: nothing of the job is left but its checkpoints. */
  ALL_TASK_MANAGERS_KILLED("allTaskManagersKilled", true) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.kill("taskmanager-1");
      arena.kill("taskmanager-2");
    }
  },
  /** The JobManager is killed. */
  JOB_MANAGER_KILLED("jobManagerKilled", true) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.kill("jobmanager");
    }
  },
  /** A broker is killed; where there are three, the others go on. */
  BROKER_KILLED("brokerKilled", true) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.kill(broker(arena, turn));
    }
  },
  /** All brokers are killed at once. */
  ALL_BROKERS_KILLED("allBrokersKilled", true) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      for (String broker : arena.brokers()) {
        arena.kill(broker);
      }
    }
  },
  /** The gateway is killed. */
  GATEWAY_KILLED("gatewayKilled", true) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.kill("gateway");
    }
  },
  /** The registry hangs for a while, and is killed then. */
  REGISTRY_DOWN("registryDown", true) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.freeze("registry");
      Thread.sleep(SHORT.toMillis());
      arena.kill("registry");
    }
  },
  /** The ZooKeeper is killed, in which the JobManager's leadership lies. */
  ZOOKEEPER_KILLED("zooKeeperKilled", true) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.kill("zookeeper");
    }
  },
  /** The supervisor is killed, and a TaskManager while there is none; another one takes over. */
  SUPERVISOR_KILLED("supervisorKilled", true) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.supervisor().destroyForcibly();
      arena.supervisor().onExit().join();
      arena.kill("taskmanager-1");
      arena.startSupervisor();
    }
  },
  /** A TaskManager does nothing until it is given up, and then believes itself still at work. */
  TASK_MANAGER_FROZEN("taskManagerFrozen", false) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      String name = "taskmanager-" + (1 + turn % 2);
      arena.freeze(name);
      Thread.sleep(BEYOND_HEARTBEAT.toMillis());
      arena.thaw(name);
    }
  },
  /** A broker answers nobody for a while. */
  BROKER_SLOW("brokerSlow", false) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      String broker = broker(arena, turn);
      arena.freeze(broker);
      Thread.sleep(SHORT.toMillis());
      arena.thaw(broker);
    }
  },
  /** Between the job and everybody else each byte takes a tenth of a second, both ways. */
  NETWORK_SLOW("networkSlow", false) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.network().slow(LATE);
      Thread.sleep(SHORT.toMillis());
      arena.network().mend();
    }
  },
  /** Nothing passes between the job and Kafka or the registry, which do well. */
  KAFKA_CUT_OFF("kafkaCutOff", false) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.network().cut(arena.brokers());
      arena.network().cut(List.of(ClusterPlan.REGISTRY));
      Thread.sleep(LONG.toMillis());
      arena.network().mend();
    }
  },
  /** Nothing passes between the job and one broker, which the other brokers see well. */
  BROKER_CUT_OFF("brokerCutOff", false) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.network().cut(List.of(broker(arena, turn + 1)));
      Thread.sleep(LONG.toMillis());
      arena.network().mend();
    }
  },
  /** Flink's processes and their ZooKeeper do not hear of each other until leadership is lost. */
  ZOOKEEPER_CUT_OFF("zooKeeperCutOff", false) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.network().cut(List.of(ClusterPlan.ZOOKEEPER));
      Thread.sleep(LONG.toMillis());
      arena.network().mend();
    }
  },
  /** Records come that nobody can read. */
  POISON("poisonRecords", false) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      load.poison(POISON_RECORDS);
      Thread.sleep(SHORT.toMillis());
    }
  },
  /** Every event comes twice. */
  DUPLICATES("duplicateEvents", false) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      during(load, Manner.TWICE);
    }
  },
  /** Events come in disorder. */
  DISORDER("reorderedEvents", false) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      during(load, Manner.SHUFFLED);
    }
  },
  /** Half of all events are of one customer. */
  HOT_KEY("hotKey", false) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      during(load, Manner.HOT);
    }
  },
  /** No checkpoint can be written: where its folder was, there is a file. */
  CHECKPOINTS_FAIL("checkpointsFail", false) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      Path folder = arena.checkpoints();
      Path aside = folder.resolveSibling("checkpoints-aside");
      try {
        Files.move(folder, aside);
        Files.createFile(folder);
        Thread.sleep(SHORT.toMillis());
        Files.delete(folder);
        Files.move(aside, folder);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot move " + folder, e);
      }
    }
  },
  /**
   * All checkpoints are broken, and both TaskManagers killed, so that the job has to restore what
   * is no state; until the files are mended, it must not go on from anything else.
   */
  CHECKPOINTS_BROKEN("checkpointsBroken", false) {
    @Override
    void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException {
      arena.kill("taskmanager-1");
      arena.kill("taskmanager-2");
      Path folder = arena.checkpoints();
      BrokenFiles broken =
          BrokenFiles.in(folder, folder.resolveSibling("checkpoints-whole-" + turn));
      Thread.sleep(LONG.toMillis());
      broken.mend();
    }
  };

  private static final Duration SHORT = Duration.ofSeconds(8);
  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Duration LATE = Duration.ofMillis(100);
  private static final Duration BEYOND_HEARTBEAT = Duration.ofSeconds(25);
  private static final int POISON_RECORDS = 100;

  private final String key;
  private final boolean kill;

  FaultKind(String key, boolean kill) {
    this.key = key;
    this.kill = kill;
  }

  private static String broker(Arena arena, int turn) {
    return arena.brokers().get(turn % arena.brokers().size());
  }

  private static void during(ChaosLoad load, Manner manner) throws InterruptedException {
    load.with(manner);
    Thread.sleep(SHORT.toMillis());
    load.without(manner);
  }

  /**
   * Returns the kind of a word in the report.
   *
   * @throws IllegalArgumentException if there is none
   */
  static FaultKind named(String key) {
    return Arrays.stream(values())
        .filter(kind -> kind.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is no kind of fault; there are %s"
                        .formatted(
                            key,
                            Arrays.stream(values())
                                .map(FaultKind::key)
                                .collect(Collectors.joining(", ")))));
  }

  /** Returns its word in the report. */
  String key() {
    return key;
  }

  /** Returns whether a process is killed by it. */
  boolean isKill() {
    return kill;
  }

  /**
   * Does it.
   *
   * @param turn how often this kind was done before
   */
  abstract void strike(Arena arena, ChaosLoad load, int turn) throws InterruptedException;
}
