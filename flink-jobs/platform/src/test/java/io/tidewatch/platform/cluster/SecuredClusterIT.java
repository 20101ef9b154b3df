package io.tidewatch.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidewatch.cluster.Cluster;
import io.tidewatch.cluster.Installation;
import io.tidewatch.cluster.flink.JobFiles;
import io.tidewatch.cluster.flink.JobSubmission;
import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.cluster.plan.ClusterSecurity;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.tls.Tls;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.gateway.SecretFile;
import io.tidewatch.schemas.Role;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.TicketProgress;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole secured cluster: events go in by one login, what the job writes in transactions comes out
 * by another, registry, gateway and metrics ask for tokens, and no secret is in a log, an output or
 * the arguments of a process. It takes about a minute and all cores, so it runs only when asked
 * for: {@code mvn verify -Dtidewatch.cluster.it=true}.
 */
@EnabledIfSystemProperty(named = "tidewatch.cluster.it", matches = "true")
final class SecuredClusterIT {
  private static final String ROOT = "tidewatch.root";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int TICKETS = 50;

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
  void everyPartWorksWithItsOwnLoginAndTellsNoSecret() throws Exception {
    Cluster cluster =
        Cluster.make(folder.resolve("cluster"), ClusterPlan.make(1, 1, false, false).secure());
    ClusterAccess access = new ClusterAccess(cluster);
    access.make();
    SecretFile writeKey = SecretFile.readOrMake(folder.resolve("write-key"));
    SecretFile token = SecretFile.readOrMake(folder.resolve("token"));
    ClusterFiles.writeScoring(cluster, SigningKey.generate().verifyingKey().base64(), Map.of());
    ClusterFiles.writeGateway(cluster, writeKey, token);
    Installation installation = LocalInstallation.find();
    try {
      ProcessHandle supervisor = cluster.start(installation);
      access.open(supervisor, PATIENCE);
      cluster.awaitUp(supervisor, PATIENCE);
      TopicAdmin.create(access.connection(Role.ADMIN).configuration(), 1);
      JobFiles files = new JobFiles(installation.jobJar(), cluster.folder().scoringConfig());
      JobSubmission.submit(cluster.folder(), installation.classPath(), files, Optional.empty());

      ticketsComeBackAsProgress(access);
      strangersAreRefused(cluster, access.security(), token);
      Set<String> secrets = secrets(access.security());
      secrets.add(writeKey.secret());
      secrets.add(token.secret());
      noProcessTells(secrets);
      cluster.stop(); // or files would go while they are looked through
      noFileTells(cluster.folder().root(), secrets);
    } finally {
      cluster.stop();
    }
  }

  private static void ticketsComeBackAsProgress(ClusterAccess access) {
    try (RecordProducer events =
            new RecordProducer(access.connection(Role.IMPORT).configuration());
        RecordConsumer progress =
            RecordConsumer.fromBeginning(
                access.connection(Role.OPERATOR).configuration(), List.of(Topic.TICKET_PROGRESS))) {
      for (int i = 0; i < TICKETS; i++) {
        events.send(opened("t" + i));
      }
      events.flush();
      List<String> seen = new ArrayList<>();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                progress
                    .poll(Duration.ofMillis(200))
                    .forEach(
                        record ->
                            record
                                .record()
                                .ifPresent(one -> seen.add(((TicketProgress) one).getTicketId())));
                assertThat(Set.copyOf(seen)).hasSize(TICKETS);
              });
      assertThat(seen).doesNotHaveDuplicates();
    }
  }

  private static TicketEvent opened(String ticket) {
    return TicketEvent.newBuilder()
        .setEventId(ticket)
        .setCustomerId("c" + ticket)
        .setOccurredAt(Instant.now())
        .setTicketId(ticket)
        .setKind(TicketKind.OPENED)
        .setText("Where is my parcel?")
        .build();
  }

  private static void strangersAreRefused(
      Cluster cluster, ClusterSecurity security, SecretFile token) throws Exception {
    HttpClient client =
        HttpClient.newBuilder().sslContext(Tls.client(security.authority())).build();
    String models = cluster.plan().gatewayUrl() + "/api/v1/models";
    assertThat(status(client, models, token.secret())).isEqualTo(200);
    assertThat(status(client, models, "stranger-without-token")).isEqualTo(401);
    String metrics = cluster.plan().metricsUrls().get("gateway");
    assertThat(status(client, metrics, Files.readString(security.metricsToken()).strip()))
        .isEqualTo(200);
    assertThat(status(client, metrics, "stranger")).isEqualTo(401);
    String subjects = cluster.plan().registryUrl() + "/subjects";
    assertThat(status(client, subjects, "stranger")).isEqualTo(401);
    assertThatThrownBy(
            () -> status(HttpClient.newHttpClient(), subjects.replace("https", "http"), "x"))
        .isInstanceOf(IOException.class);
  }

  private static int status(HttpClient client, String url, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static Set<String> secrets(ClusterSecurity security) throws IOException {
    Set<String> secrets = new TreeSet<>(security.passwords().values());
    secrets.add(Files.readString(security.registryToken()).strip());
    secrets.add(Files.readString(security.metricsToken()).strip());
    return secrets;
  }

  private static void noProcessTells(Set<String> secrets) {
    ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .forEach(line -> secrets.forEach(secret -> assertThat(line).doesNotContain(secret)));
  }

  /** Looks through everything but the files that are there to hold secrets. */
  private static void noFileTells(Path root, Set<String> secrets) throws IOException {
    Path security = root.resolve("security");
    Path gateway = root.resolve("conf").resolve("gateway.properties");
    List<Path> looked;
    try (Stream<Path> files = Files.walk(root)) {
      looked =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.startsWith(security) && !file.equals(gateway))
              // Brokers keep what passwords are checked by, and no passwords; others keep topics.
              .toList();
    }
    for (Path file : looked) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      for (String secret : secrets) {
        assertThat(text.contains(secret)).as(root.relativize(file) + " tells a secret").isFalse();
      }
    }
    assertThat(looked).anyMatch(file -> file.endsWith("logs/taskmanager-1.log"));
  }
}
