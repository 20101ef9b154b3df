package io.tidewatch.platform.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.connectors.kafka.RehearsalTopic;
import io.tidewatch.platform.Tidewatch;
import io.tidewatch.scoring.EventCounts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A running job gives its place under load to another that has rehearsed it, keeps it from one that
 * says something else of customers, and takes it back from one that cannot run; no event is lost or
 * counted twice. When it runs: see {@link ClusterIT}.
 */
@EnabledIfSystemProperty(named = "tidewatch.cluster.it", matches = "true")
final class UpgradeIT {
  private static final String ROOT = "tidewatch.root";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PER_SECOND = 200;

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
  void anotherJobGoesOnOrTheOneBeforeDoes() throws Exception {
    LoadScript script = new LoadScript(1);
    ChaosReleases releases = ChaosReleases.train(1);
    try (Arena arena =
            Arena.start(folder, ClusterPlan.make(1, 2, false, false), releases.trustedKey());
        ChaosLoad load = new ChaosLoad(arena.connection().configuration(), script, PER_SECOND, 1)) {
      releases.announce(arena.connection(), arena.releases(), script.generator());
      load.start();
      arena.await("checkpoint", () -> arena.newestCheckpoint() > 0);
      Path config = folder.resolve("cluster/conf/scoring.properties");
      Path cannotRun = folder.resolve("cannot-run.properties");
      Files.copy(config, cannotRun);
      // More slots than there are.
      append(cannotRun, "flink.parallelism.default=50");

      append(config, "scoring.bundle-size=7");
      JsonNode upgraded = upgrade(0);
      assertThat(upgraded.get("upgraded").asBoolean()).isTrue();
      JsonNode rehearsal = upgraded.get("rehearsal");
      assertThat(rehearsal.get("events").asLong()).isGreaterThanOrEqualTo(2_000);
      assertThat(rehearsal.get("scores").asInt()).isPositive();
      assertThat(rehearsal.get("equal")).isEqualTo(rehearsal.get("scores"));
      assertThat(rehearsal.get("missing").asInt()).isZero();
      assertThat(upgraded.get("pauseSeconds").asDouble()).isBetween(0.1, 120.0);

      JsonNode different =
          upgrade(1, "--jar=" + ChangedJar.halvingScores(Path.of("..", ".."), folder));
      assertThat(different.get("refused").asText())
          .startsWith("the rehearsal failed: scores of ")
          .contains("moved by more than is allowed");
      assertThat(different.get("job")).isEqualTo(upgraded.get("job"));
      assertThat(different.get("pauseSeconds").asDouble()).isZero();

      JsonNode refused = upgrade(1, "--patience=30", "--no-rehearsal", "--config=" + cannotRun);
      assertThat(refused.get("upgraded").asBoolean()).isFalse();
      assertThat(refused.get("refused").asText()).isNotBlank();
      assertThat(refused.get("rehearsal").isNull()).isTrue();
      assertThat(rehearsalTopics(arena)).isEmpty();
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
    }
  }

  private static Set<String> rehearsalTopics(Arena arena) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", arena.connection().bootstrapServers()))) {
      return admin.listTopics().names().get().stream()
          .filter(name -> name.startsWith(RehearsalTopic.PREFIX))
          .collect(Collectors.toSet());
    }
  }

  private static void append(Path file, String line) throws Exception {
    Files.writeString(file, System.lineSeparator() + line, StandardOpenOption.APPEND);
  }

  private JsonNode upgrade(int exitCode, String... more) throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] arguments = new String[more.length + 4];
    arguments[0] = "cluster";
    arguments[1] = "upgrade";
    arguments[2] = "--json";
    arguments[3] = "--dir=" + folder.resolve("cluster");
    System.arraycopy(more, 0, arguments, 4, more.length);
    assertThat(
            Tidewatch.execute(
                Tidewatch.commandLine(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments))
        .as(out + "\n" + err)
        .isEqualTo(exitCode);
    return new ObjectMapper().readTree(out.toString());
  }
}
