package io.tidewatch.cluster.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks Flink's REST interface how jobs do, and ends them. Every question is answered within a
 * second or so, if only by nothing: a cluster whose JobManager is away must be able to say so.
 * Thread-safe.
 */
public final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofMillis(800);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What jobs are called that are only rehearsed, as the scoring job has it. */
  public static final String REHEARSAL = "tidewatch-rehearsal";

  /** An accumulator says its class before its value. */
  private static final Pattern LAST_NUMBER = Pattern.compile("-?\\d{1,18}$");

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final String url;

  /**
   * One job.
   *
   * @param id Flink's id
   * @param name its name
   * @param state Flink's word for its state, such as RUNNING
   * @param tasks all tasks
   * @param running tasks that run
   * @param checkpoints completed checkpoints since the JobManager took over
   * @param newestCheckpoint number of the newest one; empty if there is none
   */
  public record Job(
      String id,
      String name,
      String state,
      int tasks,
      int running,
      long checkpoints,
      OptionalLong newestCheckpoint) {
    /** Returns whether the job has neither ended nor failed for good. */
    public boolean alive() {
      return !List.of("FINISHED", "CANCELED", "FAILED").contains(state);
    }

    /** Returns whether it is only rehearsed, beside the one that counts. */
    public boolean rehearses() {
      return name.equals(REHEARSAL);
    }

    /** Returns whether all tasks run. */
    public boolean runs() {
      return state.equals("RUNNING") && tasks > 0 && running == tasks;
    }
  }

  /**
   * Creates it.
   *
   * @param url base URL
   */
  public FlinkRest(String url) {
    this.url = url;
  }

  /** Returns all jobs, newest first; empty if nobody answers. */
  public Optional<List<Job>> jobs() throws InterruptedException {
    Optional<JsonNode> overview = get("/jobs/overview");
    if (overview.isEmpty()) {
      return Optional.empty();
    }
    List<JsonNode> found = new ArrayList<>();
    overview.get().path("jobs").forEach(found::add);
    found.sort(
        (a, b) -> Long.compare(b.path("start-time").asLong(), a.path("start-time").asLong()));
    List<Job> jobs = new ArrayList<>();
    for (JsonNode one : found) {
      jobs.add(job(one));
    }
    return Optional.of(jobs);
  }

  /** Returns the newest job that counts and has not ended; empty also if nobody answers. */
  public Optional<Job> liveJob() throws InterruptedException {
    return jobs()
        .flatMap(
            all -> all.stream().filter(Job::alive).filter(job -> !job.rehearses()).findFirst());
  }

  /** Returns a job; empty if there is none, and if nobody answers. */
  public Optional<Job> job(String id) throws InterruptedException {
    return jobs().flatMap(all -> all.stream().filter(job -> job.id().equals(id)).findFirst());
  }

  /** Returns how many TaskManagers are registered; empty if nobody answers. */
  public OptionalLong taskManagers() throws InterruptedException {
    Optional<JsonNode> overview = get("/overview");
    return overview.isPresent()
        ? OptionalLong.of(overview.get().path("taskmanagers").asLong())
        : OptionalLong.empty();
  }

  /** Returns how many slots are free; empty if nobody answers. */
  public OptionalLong freeSlots() throws InterruptedException {
    Optional<JsonNode> overview = get("/overview");
    return overview.isPresent()
        ? OptionalLong.of(overview.get().path("slots-available").asLong())
        : OptionalLong.empty();
  }

  /** Returns a job's accumulators that are whole numbers, by name; none if nobody answers. */
  public Map<String, Long> counts(String job) throws InterruptedException {
    Map<String, Long> counts = new TreeMap<>();
    get("/jobs/" + job + "/accumulators")
        .ifPresent(
            answer ->
                answer
                    .path("user-task-accumulators")
                    .forEach(
                        one -> {
                          Matcher number = LAST_NUMBER.matcher(one.path("value").asText());
                          if (number.find()) {
                            counts.put(one.path("name").asText(), Long.valueOf(number.group()));
                          }
                        }));
    return counts;
  }

  /**
   * Asks a running job to take a savepoint, publish what belongs to it, and end.
   *
   * @param folder where savepoints go
   * @return what {@link #stopping} knows the request by
   * @throws IllegalStateException if Flink does not take the request; it quotes what Flink says
   */
  public String stop(String job, Path folder) throws InterruptedException {
    String body =
        JSON.createObjectNode()
            .put("targetDirectory", folder.toUri().toString())
            .put("drain", false)
            .toString();
    return send("POST", "/jobs/" + job + "/stop", body).path("request-id").asText();
  }

  /**
   * Asks a running job to take a savepoint and run on.
   *
   * @param folder where savepoints go
   * @return what {@link #stopping} knows the request by
   * @throws IllegalStateException if Flink does not take the request; it quotes what Flink says
   */
  public String savepoint(String job, Path folder) throws InterruptedException {
    String body =
        JSON.createObjectNode()
            .put("target-directory", folder.toUri().toString())
            .put("cancel-job", false)
            .toString();
    return send("POST", "/jobs/" + job + "/savepoints", body).path("request-id").asText();
  }

  /**
   * How far a job has come that was asked for a savepoint.
   *
   * @param savepoint where the savepoint is; empty until it is complete
   * @param failure why there will be none; empty unless it failed
   */
  public record Stopping(Optional<Path> savepoint, Optional<String> failure) {}

  /** Returns how far a job has come that was asked to {@link #stop} or for a {@link #savepoint}. */
  public Stopping stopping(String job, String request) throws InterruptedException {
    JsonNode operation =
        get("/jobs/" + job + "/savepoints/" + request)
            .map(answer -> answer.path("operation"))
            .orElseGet(JSON::createObjectNode);
    return new Stopping(
        Optional.of(operation.path("location"))
            .filter(JsonNode::isTextual)
            .map(location -> Path.of(URI.create(location.asText()).getPath())),
        Optional.of(operation.path("failure-cause").path("stack-trace"))
            .filter(JsonNode::isTextual)
            .map(trace -> trace.asText().lines().findFirst().orElse("")));
  }

  /** Returns what made a job fail last, the cause of all causes; empty if nothing did. */
  public Optional<String> failure(String job) throws InterruptedException {
    return get("/jobs/" + job + "/exceptions")
        .map(answer -> answer.path("exceptionHistory").path("entries").path(0).path("stacktrace"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .flatMap(
            trace ->
                trace
                    .lines()
                    .filter(line -> !line.startsWith("\t"))
                    .reduce((first, second) -> second));
  }

  /**
   * Cancels a job: it ends at once, and publishes nothing more.
   *
   * @throws IllegalStateException if Flink does not take the request
   */
  public void cancel(String job) throws InterruptedException {
    send("PATCH", "/jobs/" + job, "");
  }

  private JsonNode send(String method, String path, String body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            "Flink answered %s %s with %d: %s"
                .formatted(
                    method,
                    path,
                    response.statusCode(),
                    response.body().lines().findFirst().orElse("")));
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new IllegalStateException("no JobManager answers at " + url + ": " + e.getMessage(), e);
    }
  }

  private Job job(JsonNode one) throws InterruptedException {
    String id = one.path("jid").asText();
    JsonNode tasks = one.path("tasks");
    JsonNode checkpoints = get("/jobs/" + id + "/checkpoints").orElseGet(JSON::createObjectNode);
    JsonNode newest = checkpoints.path("latest").path("completed").path("id");
    return new Job(
        id,
        one.path("name").asText(),
        one.path("state").asText(),
        tasks.path("total").asInt(),
        tasks.path("running").asInt(),
        checkpoints.path("counts").path("completed").asLong(),
        newest.isNumber() ? OptionalLong.of(newest.asLong()) : OptionalLong.empty());
  }

  private Optional<JsonNode> get(String path) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER).build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Optional.of(JSON.readTree(response.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // away, or not yet there
    }
  }
}
