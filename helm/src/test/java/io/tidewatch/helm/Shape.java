package io.tidewatch.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What an API server says about an object that is applied strictly: nothing, or which field it does
 * not know, misses, or expects another type in.
 */
@FunctionalInterface
interface Shape {
  /**
   * Throws an {@link IllegalArgumentException} that names the field if the object has no such
   * shape.
   */
  void require(JsonNode object);

  /** Requires of an object what its apiVersion and kind ask for; a null counts as nothing. */
  static void check(JsonNode object) {
    of(object).require(withoutNulls(object.deepCopy()));
  }

  private static JsonNode withoutNulls(JsonNode node) {
    if (node instanceof ObjectNode fields) {
      fields.properties().removeIf(field -> field.getValue().isNull());
    }
    node.forEach(inner -> withoutNulls(inner));
    return node;
  }

  private static Shape of(JsonNode object) {
    String version = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    return switch (version) {
      case "flink.apache.org/v1beta1" -> FlinkShape.of(kind);
      case "monitoring.coreos.com/v1" -> MonitoringShape.of(kind);
      case "kafka.strimzi.io/v1beta2", "kafka.strimzi.io/v1" -> StrimziShape.of(version, kind);
      default -> KubernetesShape.of(version, kind);
    };
  }

  /** Returns the error for a kind that no shape is known of. */
  static IllegalArgumentException unknown(String version, String kind) {
    return new IllegalArgumentException("no shape is known of " + version + " " + kind);
  }
}
