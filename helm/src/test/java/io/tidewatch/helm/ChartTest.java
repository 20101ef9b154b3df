package io.tidewatch.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Helm itself checks and renders the chart, with the values of each example. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class ChartTest {
  private static final Path CHART = Path.of("tidewatch");
  private static final YAMLMapper YAML = YAMLMapper.builder().defaultMergeable(true).build();

  private static final String EVERYTHING =
      "{job: {config: {a: b}, configSecret: ''}, topics: {enabled: true, cluster: kafka}}";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void helmFindsNothingToCriticise(String example) throws IOException {
    LintResult result = new Helm(chart(example, "{}")).lint().strict().call();

    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @Test
  void theSmallExampleIsAJobAndAGateway() throws IOException {
    assertThat(kinds(render("small", "{}")))
        .containsExactlyInAnyOrder(
            "ConfigMap",
            "FlinkDeployment",
            "Deployment",
            "Service",
            "PodDisruptionBudget",
            "NetworkPolicy",
            "NetworkPolicy");
  }

  @Test
  void theLargeExampleIsScaledAndWatchedToo() throws IOException {
    assertThat(kinds(render("large", "{}")))
        .containsExactlyInAnyOrder(
            "ConfigMap",
            "FlinkDeployment",
            "Deployment",
            "Service",
            "PodDisruptionBudget",
            "HorizontalPodAutoscaler",
            "PodMonitor",
            "PodMonitor",
            "PrometheusRule",
            "NetworkPolicy",
            "NetworkPolicy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void everyObjectIsNamedOnceAndBelongsToTheRelease(String example) throws IOException {
    Set<String> names = new HashSet<>();

    assertThat(render(example, "{}"))
        .allSatisfy(
            object -> {
              assertThat(object.path("apiVersion").asText()).isNotBlank();
              assertThat(names.add(object.path("kind") + object.at("/metadata/name").asText()))
                  .isTrue();
              assertThat(object.path("metadata").path("labels").path("app.kubernetes.io/instance"))
                  .hasToString("\"shop\"");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "small | {}",
        "large | {}",
        "large | {job: {config: {a: b}, configSecret: ''}, gateway: {enabled: false}}",
        "small | {monitoring: {enabled: true, dashboard: false}, networkPolicy: {enabled: false}}",
        "small | {topics: {enabled: true, cluster: kafka}}",
        "small | {gateway: {resources: {limits: {cpu: 2, memory: 1Gi}}, storeSize: 500Mi}}"
      })
  void everyObjectHasTheShapeOfItsKind(String exampleAndValues) throws IOException {
    String[] parts = exampleAndValues.split(" \\| ");

    assertThat(render(parts[0], parts[1])).allSatisfy(object -> Shape.check(object));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Deployment | {spec: {replica: 2}} | replica",
        "Deployment | {spec: {replicas: '2'}} | replicas",
        "Deployment | {spec: {selector: null}} | selector",
        "Deployment | {spec: {template: {spec: {containers: [{image: x}]}}}} | name",
        "Service | {spec: {selector: [a]}} | selector",
        "ConfigMap | {data: {port: 9249}} | port",
        "HorizontalPodAutoscaler | {spec: {scaleTargetRef: {names: x}}} | names",
        "PodDisruptionBudget | {spec: {maxUnavailable: true}} | IntOrString",
        "NetworkPolicy | {spec: {ingress: {from: []}}} | JsonArray",
        "PodMonitor | {spec: {podMetricsEndpoint: []}} | podMetricsEndpoint",
        "PodMonitor | {spec: {selector: null}} | selector",
        "PodMonitor | {spec: {sampleLimit: '3'}} | sampleLimit",
        "PrometheusRule | {spec: {groups: [{name: a, rules: [{alert: 3}]}]}} | alert",
        "KafkaTopic | {spec: {partitions: '3'}} | partitions",
        "KafkaTopic | {spec: {replicaFactor: 3}} | replicaFactor",
        "KafkaTopic | {metadata: {labels: null}} | strimzi.io/cluster",
        "FlinkDeployment | {spec: {flinkVersion: v1_20}} | v1_20",
        "FlinkDeployment | {spec: {flinkConfiguration: {parallelism.default: 2}}} | parallelism.default",
        "FlinkDeployment | {spec: {job: {upgradeMode: lastState}}} | lastState",
        "FlinkDeployment | {spec: {job: {paralellism: 2}}} | paralellism",
        "FlinkDeployment | {spec: {job: {jarURI: null}}} | jarURI",
        "FlinkDeployment | {spec: {jobManager: {replicas: '2'}}} | replicas",
        "FlinkDeployment | {spec: {podTemplate: {spec: {container: []}}}} | container"
      })
  void anObjectOfAnotherShapeIsRefused(String kindChangeAndName) throws IOException {
    String[] parts = kindChangeAndName.split(" \\| ");
    JsonNode object = all(render("large", EVERYTHING), parts[0]).get(0);
    JsonNode changed = YAML.readerForUpdating(object.deepCopy()).readValue(parts[1]);

    assertThatThrownBy(() -> Shape.check(changed)).hasMessageContaining(parts[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void noContainerIsRootOrMayBecomeIt(String example) throws IOException {
    List<JsonNode> objects = render(example, "{}");
    JsonNode job = one(objects, "FlinkDeployment").at("/spec/podTemplate/spec");
    JsonNode gateway = one(objects, "Deployment").at("/spec/template/spec");

    assertThat(List.of(job, gateway))
        .allSatisfy(
            pod -> {
              assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
              assertThat(pod.at("/containers/0/securityContext/allowPrivilegeEscalation"))
                  .hasToString("false");
            });
    assertThat(gateway.at("/containers/0/securityContext/readOnlyRootFilesystem").asBoolean())
        .isTrue();
  }

  @Test
  void theJobReadsTheConfigurationThatIsGiven() throws IOException {
    List<JsonNode> objects =
        render("small", "job: {config: {kafka.properties.ssl.keystore: 'C:\\keys'}}");

    assertThat(one(objects, "ConfigMap").at("/data/scoring.properties").asText())
        .contains("kafka.bootstrap.servers=kafka:9092\n", "ssl.keystore=C:\\\\keys\n");
    assertThat(one(objects, "FlinkDeployment").at("/spec/job/args"))
        .hasToString("[\"--config\",\"/opt/tidewatch/conf/scoring.properties\"]");
    assertThat(one(render("large", "{}"), "FlinkDeployment").at("/spec/podTemplate/spec/volumes/0"))
        .hasToString(
            "{\"name\":\"tidewatch-config\","
                + "\"secret\":{\"secretName\":\"tidewatch-scoring\",\"defaultMode\":288}}");
  }

  @Test
  void selectorsFindThePodsThatTheyMean() throws IOException {
    List<JsonNode> objects = render("large", "{}");
    JsonNode labels = one(objects, "Deployment").at("/spec/template/metadata/labels");

    assertThat(one(objects, "Service").at("/spec/selector")).isEqualTo(labels);
    assertThat(one(objects, "PodDisruptionBudget").at("/spec/selector/matchLabels"))
        .isEqualTo(labels);
    // The operator labels a job's pods with its name.
    assertThat(all(objects, "PodMonitor"))
        .extracting(monitor -> monitor.at("/spec/selector/matchLabels"))
        .containsExactlyInAnyOrder(
            labels,
            YAML.createObjectNode()
                .set("app", one(objects, "FlinkDeployment").at("/metadata/name")));
  }

  @Test
  void topicsStayWhenTheChartGoes() throws IOException {
    List<JsonNode> topics = all(render("small", EVERYTHING), "KafkaTopic");

    assertThat(topics)
        .hasSizeGreaterThan(20)
        .allSatisfy(
            topic -> {
              assertThat(topic.at("/metadata/annotations/helm.sh~1resource-policy").asText())
                  .isEqualTo("keep");
              assertThat(topic.at("/spec/replicas").asInt()).isEqualTo(3);
            });
    assertThat(all(render("small", "{}"), "KafkaTopic")).isEmpty();
  }

  @Test
  void prometheusGetsAllRulesAndGrafanaTheDashboard() throws IOException {
    List<JsonNode> objects = render("large", "{}");

    assertThat(one(objects, "PrometheusRule").path("spec"))
        .isEqualTo(YAML.readTree(CHART.resolve("monitoring/alerts.yaml").toFile()));
    assertThat(YAML.readTree(one(objects, "ConfigMap").at("/data/tidewatch.json").asText()))
        .isEqualTo(YAML.readTree(CHART.resolve("monitoring/dashboard.json").toFile()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "job: {image: ''} | image",
        "job: {paralellism: 4} | paralellism",
        "job: {parallelism: many} | parallelism",
        "job: {taskManager: {memory: 4 GB}} | memory",
        "job: {configSecret: other} | job.config and job.configSecret are both set",
        "gateway: {configSecret: ''} | configSecret",
        "topics: {enabled: true} | cluster",
        "replicas: 3 | replicas"
      })
  void aWrongValueIsRefusedByName(String valuesAndName) {
    String[] parts = valuesAndName.split(" \\| ");

    assertThatThrownBy(() -> render("small", parts[0])).hasMessageContaining(parts[1]);
  }

  /** Copies the chart, with the values of an example and more in place of its own. */
  private Path chart(String example, String more) throws IOException {
    Path copy = folder.resolve("tidewatch");
    try (Stream<Path> files = Files.walk(CHART)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(CHART.relativize(file));
        Files.createDirectories(target.getParent());
        Files.write(target, Files.readAllBytes(file));
      }
    }
    // Without a cluster, this Helm believes in one of Kubernetes 1.20.
    Files.writeString(
        copy.resolve("Chart.yaml"),
        Files.readString(CHART.resolve("Chart.yaml")).replaceFirst("kubeVersion: .*\n", ""));
    ObjectNode values = (ObjectNode) YAML.readTree(CHART.resolve("values.yaml").toFile());
    YAML.readerForUpdating(values)
        .readValue(CHART.resolve("examples").resolve(example + ".yaml").toFile(), ObjectNode.class);
    YAML.readerForUpdating(values).readValue(more, ObjectNode.class);
    YAML.writeValue(copy.resolve("values.yaml").toFile(), values);
    return copy;
  }

  private List<JsonNode> render(String example, String more) throws IOException {
    String text = new Helm(chart(example, more)).template().withName("shop").call();
    try (MappingIterator<JsonNode> objects = YAML.readerFor(JsonNode.class).readValues(text)) {
      return objects.readAll().stream().filter(JsonNode::isObject).toList();
    }
  }

  private static List<String> kinds(List<JsonNode> objects) {
    return objects.stream().map(object -> object.path("kind").asText()).toList();
  }

  private static List<JsonNode> all(List<JsonNode> objects, String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
  }

  private static JsonNode one(List<JsonNode> objects, String kind) {
    List<JsonNode> found = all(objects, kind);
    assertThat(found).as(kind).hasSize(1);
    return found.get(0);
  }
}
