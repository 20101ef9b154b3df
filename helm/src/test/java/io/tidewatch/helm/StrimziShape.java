package io.tidewatch.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.strimzi.api.kafka.model.topic.KafkaTopicSpec;

/**
 * A topic of the Strimzi operator, by the class that its definition is generated from. Which Kafka
 * it belongs to is a label, without which no operator looks at it. Settings of a topic are Kafka's.
 */
final class StrimziShape implements Shape {
  private StrimziShape() {}

  static Shape of(String version, String kind) {
    if (!kind.equals("KafkaTopic")) {
      throw Shape.unknown(version, kind);
    }
    return new StrimziShape();
  }

  @Override
  public void require(JsonNode object) {
    if (object.path("metadata").path("labels").path("strimzi.io/cluster").asText().isEmpty()) {
      throw new IllegalArgumentException("the label strimzi.io/cluster is missing");
    }
    try {
      MonitoringShape.STRICT.treeToValue(object.path("spec"), KafkaTopicSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
