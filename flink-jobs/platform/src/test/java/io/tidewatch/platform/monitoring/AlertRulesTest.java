package io.tidewatch.platform.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertRulesTest {
  private static final Path MONITORING = Path.of("..", "..", "helm", "tidewatch", "monitoring");
  private static final Path RUNBOOKS = Path.of("..", "..", "docs", "how-to", "runbooks.md");
  private static final String HEADING = "## Tidewatch";

  private static List<JsonNode> rules;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws IOException {
    rules = new ArrayList<>();
    YAMLMapper yaml = new YAMLMapper();
    yaml.readTree(MONITORING.resolve("alerts.yaml").toFile())
        .path("groups")
        .forEach(group -> group.path("rules").forEach(rules::add));
  }

  @Test
  void everyAlertHasARunbookOfItsOwn() throws IOException {
    List<String> headings =
        Files.readAllLines(RUNBOOKS).stream()
            .filter(line -> line.startsWith(HEADING))
            .map(line -> line.substring("## ".length()))
            .toList();

    assertThat(headings).containsExactlyElementsOf(alerts());
    assertThat(rules)
        .allSatisfy(
            rule ->
                assertThat(rule.at("/annotations/runbook").asText())
                    .isEqualTo(
                        "docs/how-to/runbooks.md#"
                            + rule.path("alert").asText().toLowerCase(Locale.ROOT)));
  }

  @Test
  void everyAlertSaysHowUrgentItIsAndWhatItFound() {
    assertThat(rules)
        .isNotEmpty()
        .allSatisfy(
            rule -> {
              assertThat(rule.at("/labels/severity").asText()).isIn("page", "ticket");
              assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            });
  }

  @Test
  void everyAlertIsShownToFire() throws IOException {
    List<String> tests =
        StreamSupport.stream(
                new YAMLMapper()
                    .readTree(MONITORING.resolve("alerts_test.yaml").toFile())
                    .path("tests")
                    .spliterator(),
                false)
            .map(test -> test.path("name").asText())
            .filter(name -> name.endsWith(" fires"))
            .map(name -> name.substring(0, name.length() - " fires".length()))
            .toList();

    assertThat(tests).containsExactlyInAnyOrderElementsOf(alerts());
  }

  @Test
  void everyMetricOfRulesAndDashboardIsInTheReference() throws IOException {
    List<String> expressions = new ArrayList<>();
    rules.forEach(rule -> expressions.add(rule.path("expr").asText()));
    JsonNode dashboard = new ObjectMapper().readTree(MONITORING.resolve("dashboard.json").toFile());
    expressions.addAll(dashboard.findValuesAsText("expr"));

    assertThat(expressions)
        .hasSizeGreaterThan(rules.size())
        .filteredOn(expression -> !expression.startsWith("up{"))
        .allSatisfy(
            expression ->
                assertThat(MetricNames.ofExpression(expression))
                    .isNotEmpty()
                    .isSubsetOf(MetricNames.ofReference()));
  }

  @Test
  void everyLabelOfTheRulesIsInTheReference() throws IOException {
    for (JsonNode rule : rules) {
      String expression = rule.path("expr").asText();
      for (String metric : MetricNames.ofExpression(expression)) {
        assertThat(MetricNames.labels(metric))
            .as("%s in %s", metric, rule.path("alert"))
            .containsAll(MetricNames.labelsRead(expression));
      }
    }
  }

  /** Prometheus' own tool knows best; without it this test is passed over. */
  @Test
  void everyAlertFiresInPrometheusOwnTests() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "promtool"))),
        "promtool is not installed (it comes with Prometheus), so the rules are not run");
    Path said = folder.resolve("said");
    Process promtool =
        new ProcessBuilder("promtool", "test", "rules", "alerts_test.yaml")
            .directory(MONITORING.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();

    assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(promtool.exitValue()).as(Files.readString(said)).isZero();
  }

  private static List<String> alerts() {
    return rules.stream().map(rule -> rule.path("alert").asText()).toList();
  }
}
