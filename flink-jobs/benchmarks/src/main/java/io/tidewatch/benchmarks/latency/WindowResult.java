package io.tidewatch.benchmarks.latency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;

/**
 * What one window gave.
 *
 * @param firstNumber number of the first event sent
 * @param sent events sent
 * @param startMillis when it began, milliseconds since 1970
 * @param endMillis when the last event was sent
 * @param behindMicros by how much the sender had fallen behind its schedule at the end
 * @param backlogMillis from the append of the last event to that of the last decision: above a
 *     second (or a checkpoint interval, with exactly-once) the job did not keep up
 * @param drained whether all came out before the patience ended
 */
record WindowResult(
    LoadPlan.Window window,
    long firstNumber,
    int sent,
    long startMillis,
    long endMillis,
    long behindMicros,
    long backlogMillis,
    boolean drained,
    Latencies latencies) {

  ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("round", window.round())
        .put("perSecond", window.perSecond())
        .put("millis", window.length().toMillis())
        .put("firstNumber", firstNumber)
        .put("sent", sent)
        .put("startMillis", startMillis)
        .put("endMillis", endMillis)
        .put("behindMicros", behindMicros)
        .put("backlogMillis", backlogMillis)
        .put("drained", drained)
        .set("latencies", latencies.toJson());
  }

  static WindowResult of(JsonNode json) throws IOException {
    return new WindowResult(
        new LoadPlan.Window(
            json.get("round").asInt(),
            json.get("perSecond").asDouble(),
            Duration.ofMillis(json.get("millis").asLong())),
        json.get("firstNumber").asLong(),
        json.get("sent").asInt(),
        json.get("startMillis").asLong(),
        json.get("endMillis").asLong(),
        json.get("behindMicros").asLong(),
        json.get("backlogMillis").asLong(),
        json.get("drained").asBoolean(),
        Latencies.of(json.get("latencies")));
  }
}
