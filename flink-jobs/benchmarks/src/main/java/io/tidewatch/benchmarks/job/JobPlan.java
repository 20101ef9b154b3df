package io.tidewatch.benchmarks.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a {@link JobProcess} is to run. Immutable.
 *
 * @param job which job
 * @param settings the scoring job's configuration, with Flink's keys behind {@code flink.}; the
 *     pass-through takes the same
 * @param restore checkpoint or savepoint to begin from
 * @param sampleEvery time between two samples of processor time and memory
 * @param collectGarbage whether to collect all garbage before each sample, so that the heap is what
 *     is really held
 */
public record JobPlan(
    Kind job,
    Map<String, String> settings,
    Optional<Path> restore,
    Duration sampleEvery,
    boolean collectGarbage) {

  /** The jobs that there are. */
  public enum Kind {
    /** The whole scoring job. */
    SCORING,
    /** Kafka, Flink, Kafka. */
    PASS_THROUGH
  }

  public JobPlan {
    settings = Map.copyOf(settings);
  }

  /** Returns the plan as the argument of a process. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("job", job.name());
    ObjectNode entries = json.putObject("settings");
    new TreeMap<>(settings).forEach(entries::put);
    restore.ifPresent(path -> json.put("restore", path.toString()));
    json.put("sampleMillis", sampleEvery.toMillis());
    json.put("collectGarbage", collectGarbage);
    return json;
  }

  static JobPlan of(JsonNode json) {
    Map<String, String> settings = new TreeMap<>();
    json.get("settings")
        .fields()
        .forEachRemaining(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
    return new JobPlan(
        Kind.valueOf(json.get("job").asText()),
        settings,
        Optional.ofNullable(json.get("restore")).map(JsonNode::asText).map(Path::of),
        Duration.ofMillis(json.get("sampleMillis").asLong()),
        json.get("collectGarbage").asBoolean());
  }
}
