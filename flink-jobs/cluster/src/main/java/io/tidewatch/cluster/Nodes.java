package io.tidewatch.cluster;

import io.tidewatch.cluster.flink.FlinkClassPath;
import io.tidewatch.cluster.flink.FlinkFiles;
import io.tidewatch.cluster.flink.FlinkProcess;
import io.tidewatch.cluster.node.BrokerMain;
import io.tidewatch.cluster.node.RegistryMain;
import io.tidewatch.cluster.plan.ClusterFolder;
import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.cluster.plan.ClusterSecurity;
import io.tidewatch.connectors.embedded.KafkaQuorum;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;

/** The processes of a cluster, with their command lines. Stateless. */
final class Nodes {
  /** What all JVMs are told; those that do not know an option of another version pass over it. */
  private static final List<String> ALL =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-OmitStackTraceInFastThrow");

  private final ClusterFolder folder;
  private final ClusterPlan plan;
  private final String classPath;
  private final String flinkClassPath;
  private final Optional<ClusterSecurity> security;

  private Nodes(ClusterFolder folder, ClusterPlan plan, Installation installation) {
    this.folder = folder;
    this.plan = plan;
    this.classPath = installation.classPath();
    this.security =
        plan.secured() ? Optional.of(new ClusterSecurity(folder.security())) : Optional.empty();
    String flink = FlinkClassPath.without(classPath, installation.jobJar());
    this.flinkClassPath =
        installation.reporterJar().map(jar -> jar + File.pathSeparator + flink).orElse(flink);
  }

  /** Returns them in the order in which they are started. */
  static List<NodePlan> of(ClusterFolder folder, ClusterPlan plan, Installation installation) {
    Nodes nodes = new Nodes(folder, plan, installation);
    List<NodePlan> all = new ArrayList<>();
    all.add(nodes.zooKeeper());
    all.addAll(nodes.brokers());
    all.add(nodes.registry());
    all.addAll(nodes.flink());
    all.add(nodes.gateway(installation.gateway()));
    return all;
  }

  private NodePlan zooKeeper() {
    return new NodePlan(
        ClusterPlan.ZOOKEEPER,
        command(
            ClusterPlan.ZOOKEEPER,
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-Dzookeeper.admin.enableServer=false"),
            flinkClassPath,
            FlinkZooKeeperQuorumPeer.class.getName(),
            List.of("--zkConfigFile", FlinkFiles.zooKeeper(folder).toString(), "--peerId", "1")),
        plan.port(ClusterPlan.ZOOKEEPER),
        List.of());
  }

  private List<NodePlan> brokers() {
    KafkaQuorum quorum = plan.kafka();
    return IntStream.rangeClosed(1, plan.brokers())
        .mapToObj(
            id -> {
              String name = ClusterPlan.BROKER + id;
              return new NodePlan(
                  name,
                  command(
                      name,
                      List.of("-Xms384m", "-Xmx384m", "-XX:+UseSerialGC"),
                      classPath,
                      BrokerMain.class.getName(),
                      BrokerMain.arguments(folder.data(name), quorum, id, security)),
                  plan.port(name),
                  List.of());
            })
        .toList();
  }

  private NodePlan registry() {
    return new NodePlan(
        ClusterPlan.REGISTRY,
        command(
            ClusterPlan.REGISTRY,
            List.of("-Xmx96m", "-XX:+UseSerialGC"),
            classPath,
            RegistryMain.class.getName(),
            RegistryMain.arguments(
                plan.kafka().bootstrapServers(), plan.port(ClusterPlan.REGISTRY), security)),
        plan.port(ClusterPlan.REGISTRY),
        List.of(ClusterPlan.BROKER + 1));
  }

  private List<NodePlan> flink() {
    Configuration flink = FlinkFiles.flink(folder);
    List<NodePlan> nodes = new ArrayList<>();
    nodes.add(
        flink(
            ClusterPlan.JOB_MANAGER,
            ClusterPlan.FLINK_REST,
            FlinkProcess.jobManager(flink, plan.metricsPort(ClusterPlan.JOB_MANAGER))));
    for (int i = 1; i <= plan.taskManagers(); i++) {
      String name = ClusterPlan.TASK_MANAGER + i;
      nodes.add(
          flink(
              name,
              name,
              FlinkProcess.taskManager(flink, name, plan.port(name), plan.metricsPort(name))));
    }
    return nodes;
  }

  private NodePlan flink(String name, String port, FlinkProcess process) {
    List<String> arguments = new ArrayList<>(List.of("--configDir", folder.conf().toString()));
    arguments.addAll(process.arguments());
    return new NodePlan(
        name,
        command(name, process.jvmOptions(), flinkClassPath, process.mainClass(), arguments),
        plan.port(port),
        List.of(ClusterPlan.ZOOKEEPER));
  }

  private NodePlan gateway(Installation.Program gateway) {
    List<String> arguments = new ArrayList<>(gateway.arguments());
    arguments.add(folder.gatewayConfig().toString());
    return new NodePlan(
        ClusterPlan.GATEWAY,
        command(
            ClusterPlan.GATEWAY,
            List.of("-Xmx192m", "-XX:+UseSerialGC"),
            classPath,
            gateway.mainClass(),
            arguments),
        plan.port(ClusterPlan.GATEWAY),
        List.of(ClusterPlan.BROKER + 1, ClusterPlan.REGISTRY));
  }

  private List<String> command(
      String name, List<String> options, String classes, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ALL);
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + folder.temporary(name));
    command.add("-Dlog.file=" + folder.log(name));
    command.add("-Dlog4j.configurationFile=" + FlinkFiles.logging(folder).toUri());
    command.addAll(List.of("-cp", classes, mainClass));
    command.addAll(arguments);
    return command;
  }
}
