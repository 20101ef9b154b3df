package io.tidewatch.platform.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.platform.Tidewatch;
import io.tidewatch.platform.embedded.Connection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks a churn release through its slots by the commands, on a platform that serves another one
 * already: shadow, challenger, champion, and back.
 */
public final class LifeOfAModel {
  private record Outcome(int exitCode, String out, String err) {}

  private final Connection connection;
  private final Path models;
  private final Path second;

  /**
   * Prepares the walk.
   *
   * @param models folder that the job reads releases from
   * @param second a churn release, other than the one that serves
   */
  public LifeOfAModel(Connection connection, Path models, Path second) {
    this.connection = connection;
    this.models = models;
    this.second = second;
  }

  /** Goes through it, and checks what each command and the history say. */
  public void live() throws JsonProcessingException {
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
