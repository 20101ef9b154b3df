package io.tidewatch.platform.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.cluster.Cluster;
import io.tidewatch.cluster.ClusterStatus;
import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.monitoring.MetricNames;
import io.tidewatch.scoring.EventCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole cluster: it shows the metrics of the reference, the job survives a TaskManager, no event
 * is lost, nothing is left running. It takes one to three minutes and all cores, so it runs only
 * when asked for: {@code mvn verify -Dtidewatch.cluster.it=true}. {@code ./tidewatch chaos --quick}
 * shows more.
 */
@EnabledIfSystemProperty(named = "tidewatch.cluster.it", matches = "true")
final class ClusterIT {
  private static final String ROOT = "tidewatch.root";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PER_SECOND = 400;

  @TempDir Path folder;

  @BeforeAll
  static void sayWhereTheJobIs() {
    System.setProperty(ROOT, Path.of("..", "..").toString());
  }

  @AfterAll
  static void forgetIt() {
    System.clearProperty(ROOT);
  }

  @Test
  void aKilledTaskManagerLosesNothingAndStoppingLeavesNothing() throws Exception {
    LoadScript script = new LoadScript(1);
    List<ProcessHandle> processes;
    ClusterPlan plan = ClusterPlan.make(1, 2, false, true);
    try (Arena arena = Arena.start(folder, plan, SigningKey.generate().verifyingKey().base64());
        ChaosLoad load = new ChaosLoad(arena.connection().configuration(), script, PER_SECOND, 1)) {
      load.start();
      arena.await("checkpoint", () -> arena.newestCheckpoint() > 0);
      assertThat(metrics(plan)).containsAll(documentedMetrics());

      arena.kill("taskmanager-1");
      arena.await("run again", arena::well);
      load.stop();

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                load.remind();
                assertThat(arena.counts().folded()).isEqualTo(script.events());
              });
      assertThat(arena.counts()).isEqualTo(new EventCounts(script.events(), 0, 0, 0));
      ClusterStatus status = cluster().status();
      assertThat(status.node("taskmanager-1").orElseThrow().restarts()).isEqualTo(1);
      assertThat(status.node("taskmanager-2").orElseThrow().restarts()).isZero();
      processes =
          status.nodes().stream()
              .map(node -> ProcessHandle.of(node.pid().orElseThrow()).orElseThrow())
              .toList();
    }
    assertThat(processes).hasSize(7).noneMatch(ProcessHandle::isAlive);
    assertThat(cluster().status().anything()).isFalse();
  }

  private static Set<String> metrics(ClusterPlan plan) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String url : plan.metricsUrls().values()) {
      names.addAll(MetricNames.at(url));
    }
    return names;
  }

  /** What the processes of a cluster show, but for what only a model that serves has. */
  private static List<String> documentedMetrics() throws IOException {
    return MetricNames.ofReference().stream()
        .filter(name -> name.matches("flink_.*|tidewatch_(collector|query|lag)_.*"))
        .filter(name -> !name.contains("_model_"))
        .toList();
  }

  private Cluster cluster() {
    return Cluster.in(folder.resolve("cluster")).orElseThrow();
  }
}
