package io.tidewatch.benchmarks.latency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link LoadProcess} is to send, and what it is to follow.
 *
 * @param bootstrapServers Kafka
 * @param registryUrl schema registry
 * @param copies whether a pass-through runs, whose copies are timed, and not the scoring job
 * @param customers how many customers the events are of
 * @param seed draws the events
 * @param warmUpPerSecond rate of the warm-up
 * @param warmUp length of one part of it; it has as many as the bench asks for
 * @param windows what to measure, in this order
 */
record LoadPlan(
    String bootstrapServers,
    String registryUrl,
    boolean copies,
    int customers,
    long seed,
    double warmUpPerSecond,
    Duration warmUp,
    List<Window> windows) {

  /**
   * One measurement.
   *
   * @param round number of the repetition, from 1
   * @param perSecond events per second
   */
  record Window(int round, double perSecond, Duration length) {
    int events() {
      return (int) Math.max(1, Math.round(perSecond * length.toMillis() / 1e3));
    }
  }

  LoadPlan {
    windows = List.copyOf(windows);
  }

  ObjectNode toJson() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("bootstrapServers", bootstrapServers)
            .put("registryUrl", registryUrl)
            .put("copies", copies)
            .put("customers", customers)
            .put("seed", seed)
            .put("warmUpPerSecond", warmUpPerSecond)
            .put("warmUpMillis", warmUp.toMillis());
    ArrayNode list = json.putArray("windows");
    for (Window window : windows) {
      list.addObject()
          .put("round", window.round())
          .put("perSecond", window.perSecond())
          .put("millis", window.length().toMillis());
    }
    return json;
  }

  static LoadPlan of(JsonNode json) {
    List<Window> windows = new ArrayList<>();
    for (JsonNode window : json.get("windows")) {
      windows.add(
          new Window(
              window.get("round").asInt(),
              window.get("perSecond").asDouble(),
              millis(window, "millis")));
    }
    return new LoadPlan(
        json.get("bootstrapServers").asText(),
        json.get("registryUrl").asText(),
        json.get("copies").asBoolean(),
        json.get("customers").asInt(),
        json.get("seed").asLong(),
        json.get("warmUpPerSecond").asDouble(),
        millis(json, "warmUpMillis"),
        windows);
  }

  private static Duration millis(JsonNode json, String field) {
    return Duration.ofMillis(json.get(field).asLong());
  }
}
