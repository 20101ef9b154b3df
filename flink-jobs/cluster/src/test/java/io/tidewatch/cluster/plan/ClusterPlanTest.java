package io.tidewatch.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterPlanTest {
  @TempDir Path root;

  @Test
  void isReadAsItWasWritten() {
    ClusterFolder folder = new ClusterFolder(root);
    ClusterPlan plan = ClusterPlan.make(3, 2, false, false);

    plan.write(folder);

    assertThat(ClusterPlan.read(folder)).contains(plan);
  }

  @Test
  void aFolderWithoutAPlanHoldsNoCluster() {
    assertThat(ClusterPlan.read(new ClusterFolder(root))).isEmpty();
  }

  @Test
  void everythingHasAPortOfItsOwn() {
    ClusterPlan plan = ClusterPlan.make(3, 8, true, true);

    assertThat(new HashSet<>(plan.ports().values())).hasSameSizeAs(plan.ports().values());
  }

  @Test
  void relaysStandBeforeBrokersRegistryAndZooKeeper() {
    ClusterPlan direct = ClusterPlan.make(3, 2, false, false);
    ClusterPlan plan = direct.withRelays();

    assertThat(new HashSet<>(plan.ports().values())).hasSameSizeAs(plan.ports().values());
    assertThat(plan.ports()).containsAllEntriesOf(direct.ports());
    assertThat(plan.kafka().bootstrapServers()).isEqualTo(direct.kafka().bootstrapServers());
    assertThat(plan.relay("broker-3").orElseThrow().target())
        .isEqualTo(plan.kafka().members().get(2).detour().orElseThrow().port())
        .isNotEqualTo(plan.port("broker-3"));
    assertThat(plan.relay(ClusterPlan.ZOOKEEPER).orElseThrow().target())
        .isEqualTo(plan.port(ClusterPlan.ZOOKEEPER));
    assertThat(direct.relay(ClusterPlan.ZOOKEEPER)).isEmpty();
  }

  @Test
  void prometheusFindsFlinkAndTheGateway() {
    ClusterPlan plan = ClusterPlan.make(1, 2, false, true);

    assertThat(plan.metricsUrls())
        .containsOnlyKeys("gateway", "jobmanager", "taskmanager-1", "taskmanager-2")
        .containsEntry("gateway", "http://127.0.0.1:" + plan.port("gateway-metrics") + "/metrics");
  }

  @Test
  void flinkShowsItsMetricsOnlyIfAsked() {
    ClusterPlan plan = ClusterPlan.make(1, 2, false, false);

    assertThat(plan.metricsUrls()).containsOnlyKeys("gateway");
    assertThat(plan.metricsPort(ClusterPlan.JOB_MANAGER)).isEmpty();
  }

  @Test
  void threeBrokersKeepThreeCopiesAndOneKeepsOne() {
    assertThat(ClusterPlan.make(3, 1, false, false).kafka().copies()).isEqualTo(3);
    assertThat(ClusterPlan.make(1, 1, false, false).kafka().copies()).isEqualTo(1);
  }

  @Test
  void twoBrokersAreRefusedForWantOfAMajority() {
    assertThatThrownBy(() -> ClusterPlan.make(2, 1, false, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("brokers=2 must be 1 or 3");
  }

  @Test
  void aPlanWithAWrongNumberNamesFileKeyAndValue() throws Exception {
    ClusterFolder folder = new ClusterFolder(root);
    Files.writeString(folder.plan(), "kafka-id=x\nbrokers=many\ntask-managers=2\n");

    assertThatThrownBy(() -> ClusterPlan.read(folder))
        .hasMessageContaining("cluster.properties: brokers=many must be a number");
  }

  @Test
  void aPortThatSomebodyHasIsNotTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Ports ports = new Ports(new Random(1));

      assertThat(ports.preferably(taken.getLocalPort())).isNotEqualTo(taken.getLocalPort());
      assertThat(Ports.answers(taken.getLocalPort())).isTrue();
    }
  }
}
