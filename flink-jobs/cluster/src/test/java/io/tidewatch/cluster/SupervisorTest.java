package io.tidewatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidewatch.cluster.plan.ClusterFolder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor over real processes that do nothing. */
@DisabledOnOs(OS.WINDOWS)
final class SupervisorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path root;
  private ClusterFolder folder;
  private Supervisor supervisor;
  private Thread thread;

  @BeforeEach
  void prepare() {
    folder = new ClusterFolder(root);
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (supervisor != null) {
      supervisor.stop();
      thread.join();
      supervisor.close();
    }
  }

  @Test
  void aKilledProcessIsStartedAgainAndCounted() {
    supervise(idle("a", List.of()));
    ProcessId first = running("a").orElseThrow().id();

    first.process().orElseThrow().destroyForcibly();

    await()
        .atMost(PATIENCE)
        .until(() -> running("a").filter(entry -> !entry.id().equals(first)).isPresent());
    assertThat(running("a").orElseThrow().restarts()).isEqualTo(1);
  }

  @Test
  void stoppingLeavesNoProcess() throws InterruptedException {
    supervise(idle("a", List.of()), idle("b", List.of()));
    List<ProcessId> ids = table().entries().values().stream().map(ProcessTable.Entry::id).toList();

    supervisor.stop();
    thread.join();

    assertThat(ids).hasSize(2).allSatisfy(id -> assertThat(id.process()).isEmpty());
  }

  @Test
  void whatNeedsAnotherIsStartedWhenThatAnswers() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    start(new NodePlan("first", sleep(), port, List.of()), idle("second", List.of("first")));
    await().atMost(PATIENCE).until(() -> running("first").isPresent());
    assertThat(running("second")).isEmpty();

    try (ServerSocket answers = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"))) {
      await().atMost(PATIENCE).until(() -> running("second").isPresent());
      assertThat(answers.isBound()).isTrue();
    }
  }

  @Test
  void aSecondSupervisorIsRefused() {
    supervise(idle("a", List.of()));

    assertThatThrownBy(() -> new Supervisor(folder, List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has a supervisor already");
  }

  @Test
  void anotherSupervisorTakesOverWhatRuns() throws Exception {
    Process left = new ProcessBuilder(sleep()).start();
    try {
      ProcessId id = ProcessId.of(left.toHandle());
      new ProcessTable(new ProcessId(1, Instant.EPOCH), Map.of("a", new ProcessTable.Entry(id, 7)))
          .write(folder.processes());

      supervise(idle("a", List.of()));

      assertThat(running("a")).contains(new ProcessTable.Entry(id, 7));
    } finally {
      left.destroyForcibly();
    }
  }

  private void supervise(NodePlan... plans) {
    start(plans);
    await()
        .atMost(PATIENCE)
        .until(() -> List.of(plans).stream().allMatch(plan -> running(plan.name()).isPresent()));
  }

  private void start(NodePlan... plans) {
    supervisor = new Supervisor(folder, List.of(plans));
    thread =
        new Thread(
            () -> {
              try {
                supervisor.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
  }

  private ProcessTable table() {
    return ProcessTable.read(folder.processes()).orElseThrow();
  }

  private Optional<ProcessTable.Entry> running(String name) {
    return ProcessTable.read(folder.processes())
        .map(table -> table.entries().get(name))
        .filter(entry -> entry.id().process().isPresent());
  }

  private static NodePlan idle(String name, List<String> needs) {
    return new NodePlan(name, sleep(), 1, needs);
  }

  private static List<String> sleep() {
    return List.of("sleep", "600");
  }
}
