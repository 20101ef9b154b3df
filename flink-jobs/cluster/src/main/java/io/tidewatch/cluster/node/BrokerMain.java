package io.tidewatch.cluster.node;

import io.tidewatch.cluster.plan.ClusterSecurity;
import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.embedded.KafkaQuorum;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One Kafka broker, until the process ends: {@code FOLDER CLUSTER-ID NODE-ID SECURITY-FOLDER
 * PORT:CONTROLLER-PORT ...}, the last for each broker of the cluster; {@code -} for the folder
 * where everybody may do everything.
 */
public final class BrokerMain {
  private static final int FIRST_MEMBER = 4;
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
    quorum.members().forEach(one -> arguments.add(one.port() + ":" + one.controllerPort()));
    return arguments;
  }

  /** Runs the broker. */
  public static void main(String[] args) throws InterruptedException {
    List<KafkaQuorum.Member> members = new ArrayList<>();
    for (int i = FIRST_MEMBER; i < args.length; i++) {
      String[] ports = args[i].split(":", 2);
      members.add(new KafkaQuorum.Member(Integer.parseInt(ports[0]), Integer.parseInt(ports[1])));
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
