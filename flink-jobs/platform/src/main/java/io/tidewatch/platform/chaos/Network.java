package io.tidewatch.platform.chaos;

import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.connectors.kafka.KafkaOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The network between Flink's processes and brokers, registry and ZooKeeper, which can be made slow
 * and cut. The processes of the load speak to those directly. One thread.
 */
final class Network implements AutoCloseable {
  private static final String HOST = "127.0.0.1:";

  private final Map<String, Relay> relays = new TreeMap<>();
  private final Map<String, String> addresses = new HashMap<>();

  private Network() {}

  /** Opens the relays of a cluster; none if it was planned without. */
  static Network of(ClusterPlan plan) {
    Network network = new Network();
    List<String> brokers =
        plan.ports().keySet().stream()
            .filter(name -> name.startsWith(ClusterPlan.BROKER))
            .filter(name -> plan.relay(name).isPresent())
            .sorted()
            .toList();
    if (brokers.isEmpty()) {
      return network;
    }
    Stream.concat(brokers.stream(), Stream.of(ClusterPlan.REGISTRY, ClusterPlan.ZOOKEEPER))
        .forEach(name -> network.relays.put(name, relay(plan.relay(name).orElseThrow())));
    network.addresses.put(
        KafkaOptions.BOOTSTRAP_SERVERS.key(),
        brokers.stream()
            .map(name -> HOST + plan.relay(name).orElseThrow().port())
            .collect(Collectors.joining(",")));
    network.addresses.put(
        KafkaOptions.SCHEMA_REGISTRY_URL.key(),
        "http://" + HOST + plan.relay(ClusterPlan.REGISTRY).orElseThrow().port());
    return network;
  }

  private static Relay relay(ClusterPlan.Relay planned) {
    return new Relay(planned.port(), planned.target());
  }

  /** Returns what a job has to be told that is to go through the relays. */
  Map<String, String> addresses() {
    return Map.copyOf(addresses);
  }

  /** From now on each byte takes so much longer. */
  void slow(Duration delay) {
    relays.values().forEach(relay -> relay.slow(delay));
  }

  /** From now on nothing passes to some processes, nor back. */
  void cut(Collection<String> processes) {
    processes.forEach(name -> relays.get(name).cut());
  }

  /** All is well again. */
  void mend() {
    relays.values().forEach(Relay::mend);
  }

  @Override
  public void close() {
    relays.values().forEach(Relay::close);
    relays.clear();
  }
}
