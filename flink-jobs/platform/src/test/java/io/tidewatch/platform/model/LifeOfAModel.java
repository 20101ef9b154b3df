package io.tidewatch.platform.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.monitor.Reference;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.Tidewatch;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.schemas.Micros;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks a churn release through its slots by the commands, on a platform that serves another one
 * already: shadow, challenger, champion, and back. Then a guard takes an inverted one out.
 */
public final class LifeOfAModel {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private record Outcome(int exitCode, String out, String err) {}

  private final Connection connection;
  private final Path models;
  private final Path second;
  private final SigningKey key;
  private final Instant streamTime;

  /**
   * Prepares the walk.
   *
   * @param models folder that the job reads releases from
   * @param second a churn release, other than the one that serves
   * @param key a key that the job trusts
   * @param streamTime what stream time has reached
   */
  public LifeOfAModel(
      Connection connection, Path models, Path second, SigningKey key, Instant streamTime) {
    this.connection = connection;
    this.models = models;
    this.second = second;
    this.key = key;
    this.streamTime = streamTime;
  }

  /** Goes through it, and checks what each command and the history say. */
  public void live() throws IOException, RefusedReleaseException {
    String first = champion();
    driftOfEveryFeatureIsMeasured(first);
    refusesWhatTheSlotsDoNotAllow();

    assertThat(ok("push", second.toString(), "--role", "shadow", "--models", models.toString()))
        .contains("the shadow of churn is now", "where there was none");
    assertThat(ok("canary", "churn", "--share", "0.25"))
        .contains("the challenger of churn is now", "25 %", "the shadow of churn is retired");
    assertThat(ok("promote", "churn", "--why", "it was better", "--by", "ann"))
        .contains(
            "the champion of churn is now", "in the place of", "challenger of churn is retired");
    String promoted = champion();
    assertThat(promoted).isNotEqualTo(first);
    assertThat(ok("rollback", "churn", "--why", "it was not")).contains("in the place of");
    assertThat(champion()).isEqualTo(first);

    Outcome banned = run("push", second.toString(), "--models", models.toString());
    assertThat(banned.exitCode()).isEqualTo(1);
    assertThat(banned.err()).contains("banned", "--override");
    assertThat(json("list").at("/models/0/banned/0").asText()).isEqualTo(promoted);
    historyNamesTheRightReleases(first, promoted);
    aGuardTakesAnInvertedReleaseOut(first);
  }

  private void driftOfEveryFeatureIsMeasured(String champion) throws JsonProcessingException {
    JsonNode drift = json("drift", "churn", "--plots", models.resolveSibling("plots").toString());
    assertThat(drift.path("sha256").asText()).isEqualTo(champion);
    assertThat(drift.path("occasions")).hasSize(2);
    for (JsonNode occasion : drift.path("occasions")) {
      assertThat(occasion.path("cases").asLong()).isPositive();
      assertThat(occasion.path("features")).hasSize(FeatureCatalogue.size());
    }
    assertThat(models.resolveSibling("plots").resolve("drift.svg")).isNotEmptyFile();
    assertThat(ok("drift", "churn")).contains("PSI of the score", "plain scores");
    assertThat(ok("drift", "churn", "--release", champion, "--store", models.toString()))
        .contains("PSI of the score");
  }

  private void refusesWhatTheSlotsDoNotAllow() {
    assertThat(run("promote", "churn").err()).contains("no challenger of churn");
    assertThat(run("canary", "churn", "--share", "0.1").err()).contains("neither a challenger");
    assertThat(run("shadow", "churn").err()).contains("no challenger of churn");
    assertThat(run("rollback", "churn").err()).contains("nothing to roll back to");
    assertThat(run("retire", "churn", "--role", "shadow").err()).contains("no shadow of churn");
    Outcome unknown = run("retire", "loyalty");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("no model called loyalty", "churn, recommender");
  }

  private void historyNamesTheRightReleases(String first, String promoted)
      throws JsonProcessingException {
    JsonNode services = json("history", "churn").path("services");
    List<String> roles = new ArrayList<>();
    services.forEach(service -> roles.add(service.path("role").asText()));
    assertThat(roles).containsExactly("champion", "shadow", "challenger", "champion", "champion");
    JsonNode second = services.get(3);
    assertThat(second.path("by").asText()).isEqualTo("ann");
    assertThat(second.path("why").asText()).isEqualTo("it was better");
    assertThat(second.path("end").asText()).contains("rolled back").contains("it was not");
    assertThat(championAt(Instant.parse(second.path("from").asText()).minusMillis(1)))
        .containsExactly(first);
    assertThat(championAt(Instant.parse(second.path("until").asText()).minusMillis(1)))
        .contains(promoted);
    assertThat(championAt(Instant.parse(second.path("until").asText()))).containsExactly(first);
    assertThat(json("history", "churn", "--at", "2020-01-01T00:00:00Z").path("services")).isEmpty();
  }

  private void aGuardTakesAnInvertedReleaseOut(String first)
      throws IOException, RefusedReleaseException {
    byte[] champion = Files.readAllBytes(models.resolve(first + ".zip"));
    Reference promise = Release.read(champion, first).manifest().reference().orElseThrow();
    byte[] zip = InvertedRelease.zip(promise, key);
    Path file = Files.write(models.resolveSibling("inverted.zip"), zip);
    Instant before = Instant.now();
    assertThat(ok("push", file.toString(), "--models", models.toString(), "--by", "bob"))
        .contains("the champion of churn is now");
    Instant during = Instant.now();
    String inverted = Release.read(zip).sha256();

    letQuietDaysPass();

    await()
        .atMost(PATIENCE)
        .until(() -> json("list").at("/models/0/champion/sha256").asText().equals(first));
    assertThat(champion()).isEqualTo(first);
    assertThat(championAt(before)).containsExactly(first);
    assertThat(championAt(during)).containsExactly(inverted);
    assertThat(championAt(Instant.now())).containsExactly(first);
    assertThat(ok("history", "churn", "--at", during.toString()))
        .contains("champion", "inverted", "bob", "rolled back by guard: ", "threshold");
    assertThat(json("list").at("/models/0/banned").toString()).contains(inverted);
  }

  /** Every customer is scored each day, whatever happens. */
  private void letQuietDaysPass() {
    try (RecordProducer producer = new RecordProducer(connection.configuration())) {
      producer.heartbeat(Micros.of(streamTime.plus(Duration.ofDays(15))));
      producer.flush();
    }
  }

  private List<String> championAt(Instant at) throws JsonProcessingException {
    List<String> digests = new ArrayList<>();
    for (JsonNode service : json("history", "churn", "--at", at.toString()).path("services")) {
      if (service.path("role").asText().equals("champion")) {
        digests.add(service.path("sha256").asText());
      }
    }
    return digests;
  }

  /** Returns the digest that the job says it serves as champion. */
  private String champion() throws JsonProcessingException {
    JsonNode champion = json("list").at("/models/0/champion");
    assertThat(champion.path("servingSince").asText()).isNotEmpty();
    return champion.path("sha256").asText();
  }

  private JsonNode json(String... command) throws JsonProcessingException {
    String[] withJson = Arrays.copyOf(command, command.length + 1);
    withJson[command.length] = "--json";
    return new ObjectMapper().readTree(ok(withJson));
  }

  private String ok(String... command) {
    Outcome outcome = run(command);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private Outcome run(String... command) {
    List<String> args = new ArrayList<>(List.of("model"));
    args.addAll(List.of(command));
    args.addAll(
        List.of("--kafka", connection.bootstrapServers(), "--registry", connection.registryUrl()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Tidewatch.execute(
            Tidewatch.commandLine(),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            args.toArray(String[]::new));
    return new Outcome(exitCode, out.toString(), err.toString());
  }
}
