package io.tidewatch.cluster.node;

import io.tidewatch.cluster.plan.ClusterSecurity;
import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.embedded.KafkaQuorum;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One Kafka broker, until the process ends: {@code FOLDER CLUSTER-ID NODE-ID SECURITY-FOLDER
 * PORT:CONTROLLER-PORT[:DETOUR-PORT:RELAY-PORT] ...}, the last for each broker of the cluster;
 * {@code -} for the folder where everybody may do everything.
 */
public final class BrokerMain {
  private static final int FIRST_MEMBER = 4;
  private static final int PORTS = 2;
  private static final String NO_SECURITY = "-";

  private BrokerMain() {}

  /** Returns the arguments of the main class. */
  public static List<String> arguments(
      Path folder, KafkaQuorum quorum, int nodeId, Optional<ClusterSecurity> security) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                folder.toString(),
                quorum.clusterId(),
                Integer.toString(nodeId),
                security.map(given -> given.folder().toString()).orElse(NO_SECURITY)));
    quorum.members().forEach(one -> arguments.add(argument(one)));
    return arguments;
  }

  private static String argument(KafkaQuorum.Member one) {
    return one.port()
        + ":"
        + one.controllerPort()
        + one.detour().map(detour -> ":" + detour.port() + ":" + detour.relay()).orElse("");
  }

  private static KafkaQuorum.Member member(String argument) {
    int[] ports = Arrays.stream(argument.split(":", -1)).mapToInt(Integer::parseInt).toArray();
    return ports.length == PORTS
        ? new KafkaQuorum.Member(ports[0], ports[1])
        : new KafkaQuorum.Member(
            ports[0], ports[1], Optional.of(new KafkaQuorum.Detour(ports[2], ports[3])));
  }

  /** Runs the broker. */
  public static void main(String[] args) throws InterruptedException {
    List<KafkaQuorum.Member> members = new ArrayList<>();
    for (int i = FIRST_MEMBER; i < args.length; i++) {
      members.add(member(args[i]));
    }
    EmbeddedKafka broker =
        EmbeddedKafka.join(
            Path.of(args[0]),
            new KafkaQuorum(args[1], members),
            Integer.parseInt(args[2]),
            Optional.of(args[3])
                .filter(folder -> !folder.equals(NO_SECURITY))
                .map(folder -> new ClusterSecurity(Path.of(folder)).brokers()));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stops the broker"));
    new CountDownLatch(1).await();
  }
}
