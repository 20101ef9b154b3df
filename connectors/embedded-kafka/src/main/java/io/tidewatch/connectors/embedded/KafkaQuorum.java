package io.tidewatch.connectors.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Brokers on the loopback interface that form one Kafka cluster, each broker and controller at
 * once. Immutable.
 *
 * @param clusterId id of the cluster, as Kafka writes ids: 22 letters of URL-safe Base64
 * @param members the brokers; the first has node id 1
 */
public record KafkaQuorum(String clusterId, List<Member> members) {
  private static final int MOST_COPIES = 3;

  /**
   * One broker.
   *
   * @param port port for clients
   * @param controllerPort port for the other controllers
   * @param detour how clients reach it that are to come through a relay
   */
  public record Member(int port, int controllerPort, Optional<Detour> detour) {
    /** A broker that is reached directly. */
    public Member(int port, int controllerPort) {
      this(port, controllerPort, Optional.empty());
    }
  }

  /**
   * A second way to a broker. Who asks there for brokers is told of relays.
   *
   * @param port port on which the broker listens
   * @param relay port of the relay that leads there
   */
  public record Detour(int port, int relay) {}

  public KafkaQuorum {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("members is empty; a quorum needs at least one broker");
    }
  }

  /** Returns how many copies of each record there should be: three, or all there can be. */
  public int copies() {
    return Math.min(MOST_COPIES, members.size());
  }

  /** Returns host and port of all brokers, as clients take them. */
  public String bootstrapServers() {
    return members.stream()
        .map(member -> EmbeddedKafka.LOOPBACK + ":" + member.port())
        .collect(Collectors.joining(","));
  }

  /**
   * Returns a broker.
   *
   * @throws IllegalArgumentException if there is none of that id
   */
  Member member(int nodeId) {
    if (nodeId < 1 || nodeId > members.size()) {
      throw new IllegalArgumentException("nodeId=" + nodeId + " must be 1 to " + members.size());
    }
    return members.get(nodeId - 1);
  }

  /** Returns the settings of a broker, all but its folder. */
  Map<String, String> settings(int nodeId) {
    Member self = member(nodeId);
    String broker = "BROKER://" + EmbeddedKafka.LOOPBACK + ":" + self.port();
    Map<String, String> settings = new HashMap<>();
    String listeners = broker;
    String advertised = broker;
    String protocols = "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT";
    if (self.detour().isPresent()) {
      String relayed = ",RELAYED://" + EmbeddedKafka.LOOPBACK + ":";
      listeners += relayed + self.detour().get().port();
      advertised += relayed + self.detour().get().relay();
      protocols += ",RELAYED:PLAINTEXT";
    }
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(nodeId));
    settings.put(
        "listeners",
        listeners + ",CONTROLLER://" + EmbeddedKafka.LOOPBACK + ":" + self.controllerPort());
    settings.put("advertised.listeners", advertised);
    settings.put("listener.security.protocol.map", protocols);
    settings.put("inter.broker.listener.name", "BROKER");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", voters());
    settings.putAll(copiesOfInternalTopics());
    settings.put("auto.create.topics.enable", "false");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // Small buffers and few threads: the broker shares the machine with the jobs it feeds.
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "2");
    settings.put("background.threads", "2");
    settings.put("log.cleaner.dedupe.buffer.size", "8388608");
    settings.put("log.segment.bytes", "67108864");
    settings.put("log.index.size.max.bytes", "1048576");
    return settings;
  }

  private String voters() {
    return IntStream.rangeClosed(1, members.size())
        .mapToObj(id -> id + "@" + EmbeddedKafka.LOOPBACK + ":" + member(id).controllerPort())
        .collect(Collectors.joining(","));
  }

  /** With three copies a record is safe in two, so that one broker may be away. */
  private Map<String, String> copiesOfInternalTopics() {
    String copies = String.valueOf(copies());
    String inSync = String.valueOf(Math.max(1, copies() - 1));
    Map<String, String> settings = new HashMap<>();
    settings.put("default.replication.factor", copies);
    settings.put("min.insync.replicas", inSync);
    settings.put("offsets.topic.replication.factor", copies);
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", copies);
    settings.put("transaction.state.log.min.isr", inSync);
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", copies);
    settings.put("share.coordinator.state.topic.min.isr", inSync);
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    return settings;
  }
}
