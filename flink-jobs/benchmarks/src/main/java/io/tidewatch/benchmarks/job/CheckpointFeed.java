package io.tidewatch.benchmarks.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Asks Flink's REST interface for the checkpoints that completed since last asked. One thread. */
final class CheckpointFeed {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String job;
  private long lastId;

  /**
   * Creates a feed.
   *
   * @param port port of the REST interface on the loopback address
   * @param jobId the job
   */
  CheckpointFeed(int port, String jobId) {
    this.job = "http://127.0.0.1:" + port + "/jobs/" + jobId;
  }

  /** Returns what is new, oldest first; nothing while the interface does not answer. */
  List<CheckpointSample> poll() throws InterruptedException {
    List<CheckpointSample> samples = new ArrayList<>();
    try {
      for (JsonNode checkpoint : get("/checkpoints").path("history")) {
        long id = checkpoint.get("id").asLong();
        if (id > lastId && checkpoint.get("status").asText().equals("COMPLETED")) {
          samples.add(sample(id, checkpoint));
        }
      }
    } catch (IOException e) {
      return List.of(); // starting or stopping: what completed is told next time
    }
    samples.sort(Comparator.comparingLong(CheckpointSample::id));
    samples.forEach(sample -> lastId = Math.max(lastId, sample.id()));
    return samples;
  }

  private CheckpointSample sample(long id, JsonNode checkpoint)
      throws IOException, InterruptedException {
    long sync = 0;
    long async = 0;
    long delay = 0;
    JsonNode tasks = get("/checkpoints/details/" + id).path("tasks");
    for (var names = tasks.fieldNames(); names.hasNext(); ) {
      JsonNode summary =
          get("/checkpoints/details/" + id + "/subtasks/" + names.next()).path("summary");
      sync = Math.max(sync, summary.path("checkpoint_duration").path("sync").path("max").asLong());
      async =
          Math.max(async, summary.path("checkpoint_duration").path("async").path("max").asLong());
      delay = Math.max(delay, summary.path("start_delay").path("max").asLong());
    }
    return new CheckpointSample(
        id,
        checkpoint.get("trigger_timestamp").asLong(),
        checkpoint.get("end_to_end_duration").asLong(),
        sync,
        async,
        delay,
        checkpoint.path("checkpointed_size").asLong(checkpoint.path("state_size").asLong()));
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(URI.create(job + path)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(job + path + " answered " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }
}
