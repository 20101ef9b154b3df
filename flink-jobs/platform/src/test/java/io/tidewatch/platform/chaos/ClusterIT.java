package io.tidewatch.platform.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.cluster.Cluster;
import io.tidewatch.cluster.ClusterStatus;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.scoring.EventCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole cluster: the job survives a TaskManager, no event is lost, nothing is left running. It
 * takes one to three minutes and all cores, so it runs only when asked for: {@code mvn verify
 * -Dtidewatch.cluster.it=true}. {@code ./tidewatch chaos --quick} shows more.
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
    try (Arena arena = Arena.start(folder, 1, SigningKey.generate().verifyingKey().base64());
        ChaosLoad load = new ChaosLoad(arena.connection().configuration(), script, PER_SECOND, 1)) {
      load.start();
      arena.await("checkpoint", () -> arena.newestCheckpoint() > 0);

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

  private Cluster cluster() {
    return Cluster.in(folder.resolve("cluster")).orElseThrow();
  }
}
