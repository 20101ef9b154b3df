package io.tidewatch.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.Map;

/**
 * Kubernetes' own objects, by the classes that its project generates from its OpenAPI document:
 * each knows which fields there are and which may not be missing. Types are compared with what the
 * class writes again, since its reader takes "3" for 3.
 */
enum KubernetesShape implements Shape {
  CONFIG_MAP(V1ConfigMap.class, V1ConfigMap::validateJsonElement),
  DEPLOYMENT(V1Deployment.class, V1Deployment::validateJsonElement),
  HORIZONTAL_POD_AUTOSCALER(
      V2HorizontalPodAutoscaler.class, V2HorizontalPodAutoscaler::validateJsonElement),
  NETWORK_POLICY(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement),
  POD_DISRUPTION_BUDGET(V1PodDisruptionBudget.class, V1PodDisruptionBudget::validateJsonElement),
  POD_TEMPLATE(V1PodTemplateSpec.class, V1PodTemplateSpec::validateJsonElement),
  SERVICE(V1Service.class, V1Service::validateJsonElement);

  private static final Map<String, KubernetesShape> BY_NAME =
      Map.of(
          "v1 ConfigMap", CONFIG_MAP,
          "v1 Service", SERVICE,
          "apps/v1 Deployment", DEPLOYMENT,
          "autoscaling/v2 HorizontalPodAutoscaler", HORIZONTAL_POD_AUTOSCALER,
          "networking.k8s.io/v1 NetworkPolicy", NETWORK_POLICY,
          "policy/v1 PodDisruptionBudget", POD_DISRUPTION_BUDGET);

  private final Class<?> type;
  private final Fields fields;

  KubernetesShape(Class<?> type, Fields fields) {
    this.type = type;
    this.fields = fields;
  }

  static Shape of(String version, String kind) {
    Shape shape = BY_NAME.get(version + " " + kind);
    if (shape == null) {
      throw Shape.unknown(version, kind);
    }
    return shape;
  }

  @Override
  public void require(JsonNode object) {
    JsonElement given = JsonParser.parseString(object.toString());
    try {
      fields.validate(given);
      JsonElement read = JSON.getGson().toJsonTree(JSON.getGson().fromJson(given, type));
      Types.requireSame("", given, read);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Which fields there are, and which may not be missing. */
  @FunctionalInterface
  private interface Fields {
    void validate(JsonElement object) throws IOException;
  }
}
