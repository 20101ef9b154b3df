package io.tidewatch.benchmarks.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What one completed checkpoint took.
 *
 * @param id its number
 * @param triggeredMillis when it began, milliseconds since 1970
 * @param totalMillis from the beginning to the last acknowledgement
 * @param syncMillis longest time for which a subtask processed nothing while it took its snapshot
 * @param asyncMillis longest upload in the background
 * @param startDelayMillis longest time until the barrier reached a subtask; includes what operators
 *     upstream and the write-back cache did before the snapshot
 * @param bytes what was written
 */
public record CheckpointSample(
    long id,
    long triggeredMillis,
    long totalMillis,
    long syncMillis,
    long asyncMillis,
    long startDelayMillis,
    long bytes) {

  /** Returns the checkpoint as a JSON object. */
  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("triggeredMillis", triggeredMillis)
        .put("totalMillis", totalMillis)
        .put("syncMillis", syncMillis)
        .put("asyncMillis", asyncMillis)
        .put("startDelayMillis", startDelayMillis)
        .put("bytes", bytes);
  }

  static CheckpointSample of(JsonNode json) {
    return new CheckpointSample(
        json.get("id").asLong(),
        json.get("triggeredMillis").asLong(),
        json.get("totalMillis").asLong(),
        json.get("syncMillis").asLong(),
        json.get("asyncMillis").asLong(),
        json.get("startDelayMillis").asLong(),
        json.get("bytes").asLong());
  }
}
