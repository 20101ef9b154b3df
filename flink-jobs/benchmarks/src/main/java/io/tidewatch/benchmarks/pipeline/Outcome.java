package io.tidewatch.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a contender did in its measured window.
 *
 * @param contender who
 * @param json as its process said it
 */
record Outcome(Contender contender, JsonNode json) {

  /** Returns the events for each second of processor time of the whole process. */
  double eventsPerCpuSecond() {
    return json.get("eventsPerCpuSecond").asDouble();
  }

  /** Returns the events for each second that passed. */
  double eventsPerSecond() {
    return json.get("eventsPerSecond").asDouble();
  }

  /** Returns how many events lie in the window. */
  long events() {
    return json.get("events").asLong();
  }

  /** Returns how long each checkpoint of the window took, shortest first. */
  List<Long> checkpointMillis() {
    List<Long> durations = new ArrayList<>();
    json.path("checkpointMillis").forEach(duration -> durations.add(duration.asLong()));
    Collections.sort(durations);
    return durations;
  }

  /** Returns a figure, if the contender has it. */
  OptionalDouble figure(String name) {
    JsonNode value = json.path(name);
    return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
  }

  /** Returns how an operator's metric changed in the window, if there is such a metric. */
  OptionalDouble metric(String name) {
    JsonNode value = json.path("metrics").path(name);
    return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
  }
}
