package io.tidewatch.cluster.node;

import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.embedded.KafkaQuorum;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * One Kafka broker, until the process ends: {@code FOLDER CLUSTER-ID NODE-ID PORT:CONTROLLER-PORT
 * ...}, the last for each broker of the cluster.
 */
public final class BrokerMain {
  private static final int FIRST_MEMBER = 3;

  private BrokerMain() {}

  /** Returns the arguments of the main class. */
  public static List<String> arguments(Path folder, KafkaQuorum quorum, int nodeId) {
    List<String> arguments =
        new ArrayList<>(List.of(folder.toString(), quorum.clusterId(), Integer.toString(nodeId)));
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
            Path.of(args[0]), new KafkaQuorum(args[1], members), Integer.parseInt(args[2]));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stops the broker"));
    new CountDownLatch(1).await();
  }
}
