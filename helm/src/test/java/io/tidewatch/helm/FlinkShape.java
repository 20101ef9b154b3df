package io.tidewatch.helm;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A FlinkDeployment, by the reference of the Flink Kubernetes operator's custom resources (release
 * 1.14). The operator's own classes are in no library that the build could take, so its fields are
 * written down here; a pod template is Kubernetes' own. The metadata belongs to Kubernetes.
 */
final class FlinkShape implements Shape {
  private FlinkShape() {}

  static Shape of(String kind) {
    if (!kind.equals("FlinkDeployment")) {
      throw Shape.unknown("flink.apache.org/v1beta1", kind);
    }
    return new FlinkShape();
  }

  @Override
  public void require(JsonNode object) {
    try {
      Spec spec = MonitoringShape.STRICT.treeToValue(object, FlinkDeployment.class).spec();
      for (JsonNode template : spec.podTemplates()) {
        KubernetesShape.POD_TEMPLATE.require(template);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private record FlinkDeployment(
      @JsonProperty(required = true) String apiVersion,
      @JsonProperty(required = true) String kind,
      @JsonProperty(required = true) JsonNode metadata,
      @JsonProperty(required = true) Spec spec) {}

  private record Spec(
      @JsonProperty(required = true) String image,
      String imagePullPolicy,
      @JsonProperty(required = true) FlinkVersion flinkVersion,
      @JsonProperty(required = true) String serviceAccount,
      Map<String, String> flinkConfiguration,
      Map<String, String> logConfiguration,
      Mode mode,
      Long restartNonce,
      JsonNode ingress,
      JsonNode podTemplate,
      @JsonProperty(required = true) JobManager jobManager,
      @JsonProperty(required = true) TaskManager taskManager,
      @JsonProperty(required = true) Job job) {
    List<JsonNode> podTemplates() {
      return Stream.of(podTemplate, jobManager.podTemplate(), taskManager.podTemplate())
          .filter(template -> template != null && !template.isMissingNode())
          .toList();
    }
  }

  private record JobManager(
      @JsonProperty(required = true) Resource resource, Integer replicas, JsonNode podTemplate) {}

  private record TaskManager(
      @JsonProperty(required = true) Resource resource, Integer replicas, JsonNode podTemplate) {}

  private record Resource(
      @JsonProperty(required = true) Double cpu,
      @JsonProperty(required = true) String memory,
      String ephemeralStorage) {}

  private record Job(
      @JsonProperty(required = true) String jarURI,
      @JsonProperty(required = true) Integer parallelism,
      String entryClass,
      List<String> args,
      State state,
      @JsonProperty(required = true) UpgradeMode upgradeMode,
      Boolean allowNonRestoredState,
      String initialSavepointPath,
      JsonNode initialStateReference,
      Long savepointTriggerNonce,
      Long savepointRedeployNonce,
      Long checkpointTriggerNonce,
      Long autoscalerResetNonce) {}

  /** Releases of Flink 2, the first that the job runs on. */
  private enum FlinkVersion {
    v2_0,
    v2_1,
    v2_2,
    v2_3
  }

  private enum Mode {
    @JsonProperty("native")
    NATIVE,
    @JsonProperty("standalone")
    STANDALONE
  }

  private enum State {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("suspended")
    SUSPENDED
  }

  private enum UpgradeMode {
    @JsonProperty("savepoint")
    SAVEPOINT,
    @JsonProperty("last-state")
    LAST_STATE,
    @JsonProperty("stateless")
    STATELESS
  }
}
