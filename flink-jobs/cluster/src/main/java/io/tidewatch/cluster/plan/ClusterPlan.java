package io.tidewatch.cluster.plan;

import io.tidewatch.connectors.embedded.KafkaQuorum;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * What a cluster consists of, and the ports of its processes, which stay the same as long as its
 * folder lives. Immutable.
 *
 * @param kafkaId id of the Kafka cluster
 * @param brokers Kafka brokers, 1 to {@value #MOST_BROKERS}
 * @param taskManagers TaskManagers, 1 to {@value #MOST_TASK_MANAGERS}
 * @param secured whether brokers, registry and gateway speak TLS and ask who is there
 * @param ports port by what listens there
 */
public record ClusterPlan(
    String kafkaId, int brokers, int taskManagers, boolean secured, Map<String, Integer> ports) {
  /** Most brokers of a cluster. */
  public static final int MOST_BROKERS = 3;

  /** Most TaskManagers of a cluster. */
  public static final int MOST_TASK_MANAGERS = 8;

  /** Name of the ZooKeeper that Flink keeps its high availability in. */
  public static final String ZOOKEEPER = "zookeeper";

  /** Name of the schema registry. */
  public static final String REGISTRY = "registry";

  /** Name of the gateway. */
  public static final String GATEWAY = "gateway";

  /** Name of the port of Flink's REST interface. */
  public static final String FLINK_REST = "flink-rest";

  /** Name of the JobManager. */
  public static final String JOB_MANAGER = "jobmanager";

  /** Name of the port of Flink's jars. */
  public static final String BLOBS = "flink-blobs";

  /** What the number of a broker follows in its name. */
  public static final String BROKER = "broker-";

  /** What the number of a broker follows in the name of its controller's port. */
  public static final String CONTROLLER = "controller-";

  /** What the number of a TaskManager follows in its name. */
  public static final String TASK_MANAGER = "taskmanager-";

  private static final String PORT = "port.";
  private static final String SECURED = "secured";
  private static final String RELAY = "relay-";
  private static final String RELAYED = "relayed-";
  private static final String METRICS = "-metrics";
  private static final int FLINK_METRICS_PORT = 9249;

  public ClusterPlan {
    require("brokers", brokers, MOST_BROKERS);
    require("task-managers", taskManagers, MOST_TASK_MANAGERS);
    if (brokers == 2) {
      throw new IllegalArgumentException(
          "brokers=2 must be 1 or 3: of two, neither may fail, for want of a majority");
    }
    ports = Map.copyOf(ports);
  }

  private static void require(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + "=" + value + " must be 1 to " + most);
    }
  }

  /**
   * Plans a new cluster.
   *
   * @param wellKnown whether clients find it on the usual ports, as far as those are free
   * @param flinkMetrics whether Flink's processes show their metrics to Prometheus
   */
  public static ClusterPlan make(
      int brokers, int taskManagers, boolean wellKnown, boolean flinkMetrics) {
    Ports free = new Ports(new Random());
    Map<String, Integer> ports = new TreeMap<>();
    Map<String, Integer> usual = usual(brokers);
    if (flinkMetrics) {
      usual.put(metrics(JOB_MANAGER), FLINK_METRICS_PORT);
      for (int i = 1; i <= taskManagers; i++) {
        usual.put(metrics(TASK_MANAGER + i), FLINK_METRICS_PORT + i);
      }
    }
    usual.forEach((name, port) -> ports.put(name, wellKnown ? free.preferably(port) : free.free()));
    for (String name : List.of(ZOOKEEPER, JOB_MANAGER, BLOBS)) {
      ports.put(name, free.free());
    }
    for (int i = 1; i <= brokers; i++) {
      ports.put(CONTROLLER + i, free.free());
    }
    for (int i = 1; i <= taskManagers; i++) {
      ports.put(TASK_MANAGER + i, free.free());
    }
    return new ClusterPlan(Uuid.randomUuid().toString(), brokers, taskManagers, false, ports);
  }

  /**
   * Returns the same cluster, whose brokers, registry and gateway speak TLS and ask who is there.
   */
  public ClusterPlan secure() {
    return new ClusterPlan(kafkaId, brokers, taskManagers, true, ports);
  }

  /**
   * Returns the same cluster with ports for relays before brokers, registry and ZooKeeper, which
   * whoever wants to disturb the network has to run: Flink's processes then need them.
   */
  public ClusterPlan withRelays() {
    Ports free = new Ports(new Random());
    List<String> names = new ArrayList<>(List.of(RELAY + REGISTRY, RELAY + ZOOKEEPER));
    for (int i = 1; i <= brokers; i++) {
      names.addAll(List.of(RELAYED + BROKER + i, RELAY + BROKER + i));
    }
    Map<String, Integer> more = new TreeMap<>(ports);
    for (String name : names) {
      int port = free.free();
      while (more.containsValue(port)) {
        port = free.free();
      }
      more.put(name, port);
    }
    return new ClusterPlan(kafkaId, brokers, taskManagers, secured, more);
  }

  private static Map<String, Integer> usual(int brokers) {
    Map<String, Integer> ports =
        new TreeMap<>(
            Map.of(REGISTRY, 8081, FLINK_REST, 8082, GATEWAY, 8080, metrics(GATEWAY), 9405));
    for (int i = 1; i <= brokers; i++) {
      ports.put(BROKER + i, 9091 + i);
    }
    return ports;
  }

  private static String metrics(String process) {
    return process + METRICS;
  }

  /** Reads the plan of a folder; empty if there is no cluster. */
  public static Optional<ClusterPlan> read(ClusterFolder folder) {
    Path file = folder.plan();
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
      Map<String, Integer> ports = new TreeMap<>();
      for (String key : properties.stringPropertyNames()) {
        if (key.startsWith(PORT)) {
          ports.put(key.substring(PORT.length()), number(properties, key));
        }
      }
      return Optional.of(
          new ClusterPlan(
              properties.getProperty("kafka-id", ""),
              number(properties, "brokers"),
              number(properties, "task-managers"),
              Boolean.parseBoolean(properties.getProperty(SECURED, "false")),
              ports));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static int number(Properties properties, String key) {
    String value = properties.getProperty(key, "");
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + "=" + value + " must be a number", e);
    }
  }

  /** Writes the plan into its folder. */
  public void write(ClusterFolder folder) {
    Properties properties = new Properties();
    properties.setProperty("kafka-id", kafkaId);
    properties.setProperty("brokers", Integer.toString(brokers));
    properties.setProperty("task-managers", Integer.toString(taskManagers));
    properties.setProperty(SECURED, Boolean.toString(secured));
    ports.forEach((name, port) -> properties.setProperty(PORT + name, Integer.toString(port)));
    try {
      Files.createDirectories(folder.root());
      try (Writer writer = Files.newBufferedWriter(folder.plan(), StandardCharsets.UTF_8)) {
        properties.store(writer, "A Tidewatch cluster; ports may be changed while it is stopped");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + folder.plan(), e);
    }
  }

  /** Returns the port of something. */
  public int port(String name) {
    Integer port = ports.get(name);
    if (port == null) {
      throw new IllegalArgumentException("port." + name + " is missing in the cluster's plan");
    }
    return port;
  }

  /** Returns the port on which a process shows its metrics; empty if it does not. */
  public Optional<Integer> metricsPort(String process) {
    return Optional.ofNullable(ports.get(metrics(process)));
  }

  /** Returns where Prometheus finds metrics, by process. */
  public Map<String, String> metricsUrls() {
    Map<String, String> urls = new TreeMap<>();
    for (String name : ports.keySet()) {
      if (name.endsWith(METRICS)) {
        String process = name.substring(0, name.length() - METRICS.length());
        // Flink's reporter knows no TLS.
        String base = process.equals(GATEWAY) ? url(name) : "http://" + address(name);
        urls.put(process, base + "/metrics");
      }
    }
    return urls;
  }

  /** Returns the brokers. */
  public KafkaQuorum kafka() {
    List<KafkaQuorum.Member> members = new ArrayList<>();
    for (int i = 1; i <= brokers; i++) {
      String name = BROKER + i;
      members.add(
          new KafkaQuorum.Member(
              port(name),
              port(CONTROLLER + i),
              relay(name)
                  .map(relay -> new KafkaQuorum.Detour(port(RELAYED + name), relay.port()))));
    }
    return new KafkaQuorum(kafkaId, members);
  }

  /**
   * A way around.
   *
   * @param port where the relay listens
   * @param target where it leads
   */
  public record Relay(int port, int target) {}

  /** Returns the relay before a broker, the registry or ZooKeeper; empty if there is none. */
  public Optional<Relay> relay(String process) {
    return Optional.ofNullable(ports.get(RELAY + process))
        .map(port -> new Relay(port, ports.getOrDefault(RELAYED + process, port(process))));
  }

  /** Returns the base URL of the schema registry. */
  public String registryUrl() {
    return url(REGISTRY);
  }

  /** Returns the base URL of Flink's REST interface. */
  public String flinkUrl() {
    return "http://" + address(FLINK_REST);
  }

  /** Returns the base URL of the gateway. */
  public String gatewayUrl() {
    return url(GATEWAY);
  }

  private String url(String name) {
    return (secured ? "https://" : "http://") + address(name);
  }

  private String address(String name) {
    return Ports.LOOPBACK + ":" + port(name);
  }
}
