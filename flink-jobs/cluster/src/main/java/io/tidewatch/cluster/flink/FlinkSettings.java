package io.tidewatch.cluster.flink;

import io.tidewatch.cluster.plan.ClusterFolder;
import io.tidewatch.cluster.plan.ClusterPlan;
import java.util.Map;
import java.util.TreeMap;

/** Flink's settings for a cluster of processes on one machine. Stateless. */
final class FlinkSettings {
  private static final String LOOPBACK = "127.0.0.1";

  private FlinkSettings() {}

  static Map<String, String> of(ClusterFolder folder, ClusterPlan plan) {
    Map<String, String> settings = new TreeMap<>();
    for (String key :
        new String[] {
          "jobmanager.rpc.address",
          "jobmanager.bind-host",
          "rest.address",
          "rest.bind-address",
          "taskmanager.host",
          "taskmanager.bind-host"
        }) {
      settings.put(key, LOOPBACK);
    }
    settings.put("jobmanager.rpc.port", port(plan, "jobmanager"));
    settings.put("rest.port", port(plan, "flink-rest"));
    settings.put("rest.bind-port", port(plan, "flink-rest"));
    settings.put("blob.server.port", port(plan, "flink-blobs"));
    settings.put("io.tmp.dirs", folder.temporary("flink").toString());
    memory(settings);
    // Room for the whole job on fewer TaskManagers: it need not wait for a dead one.
    settings.put("taskmanager.numberOfTaskSlots", "2");
    settings.put("parallelism.default", Integer.toString(plan.taskManagers()));
    highAvailability(settings, folder, plan);
    checkpoints(settings, folder);
    return settings;
  }

  private static void memory(Map<String, String> settings) {
    settings.put("jobmanager.memory.process.size", "768m");
    settings.put("jobmanager.memory.jvm-metaspace.size", "192m");
    settings.put("taskmanager.memory.process.size", "1280m");
    settings.put("taskmanager.memory.jvm-metaspace.size", "192m");
    settings.put("taskmanager.memory.network.min", "48m");
    settings.put("taskmanager.memory.network.max", "48m");
    settings.put("taskmanager.memory.managed.size", "192m");
    settings.put("taskmanager.memory.framework.off-heap.size", "96m");
    settings.put("taskmanager.memory.task.off-heap.size", "64m");
  }

  /** What Flink offers to clusters that Kubernetes does not look after. */
  private static void highAvailability(
      Map<String, String> settings, ClusterFolder folder, ClusterPlan plan) {
    settings.put("high-availability.type", "zookeeper");
    settings.put(
        "high-availability.zookeeper.quorum",
        LOOPBACK
            + ":"
            + plan.relay(ClusterPlan.ZOOKEEPER)
                .map(ClusterPlan.Relay::port)
                .orElse(plan.port(ClusterPlan.ZOOKEEPER)));
    settings.put("high-availability.storageDir", folder.data("ha").toUri().toString());
    settings.put("high-availability.cluster-id", "/tidewatch");
    settings.put("high-availability.jobmanager.port", port(plan, "jobmanager"));
    settings.put("high-availability.zookeeper.client.session-timeout", "8s");
    settings.put("high-availability.zookeeper.client.connection-timeout", "5s");
    settings.put("high-availability.zookeeper.client.retry-wait", "1s");
    settings.put("high-availability.zookeeper.client.max-retry-attempts", "20");
    // A ZooKeeper that is away for a moment ends nobody's leadership.
    settings.put("high-availability.zookeeper.client.tolerate-suspended-connections", "true");
    // Two beats without an answer, and a process of this machine is known to be gone.
    settings.put("heartbeat.interval", "1s");
    settings.put("heartbeat.timeout", "20s");
    settings.put("heartbeat.rpc-failure-threshold", "2");
    // All processes start at once and share what cores there are.
    settings.put("pekko.startup-timeout", "2min");
    settings.put("pekko.ask.timeout", "30s");
  }

  private static void checkpoints(Map<String, String> settings, ClusterFolder folder) {
    settings.put("execution.checkpointing.dir", folder.checkpoints().toUri().toString());
    settings.put("execution.checkpointing.savepoint-dir", folder.savepoints().toUri().toString());
    settings.put("execution.checkpointing.num-retained", "3");
    settings.put(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    // A disk that is full, or a broker that is slow, is no reason to stop scoring.
    settings.put("execution.checkpointing.tolerable-failed-checkpoints", "1000000");
    settings.put("execution.checkpointing.timeout", "2 min");
  }

  private static String port(ClusterPlan plan, String name) {
    return Integer.toString(plan.port(name));
  }
}
