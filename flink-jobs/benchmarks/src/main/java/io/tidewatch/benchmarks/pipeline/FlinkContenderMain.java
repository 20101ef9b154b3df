package io.tidewatch.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.benchmarks.workload.Reading;
import io.tidewatch.benchmarks.workload.WarmUp;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.scoring.ReleaseOptions;
import io.tidewatch.scoring.ScoringConfig;
import io.tidewatch.scoring.ScoringJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The process of a contender that runs on Flink. The measured window begins and ends with a
 * completed checkpoint, so that nobody gains by work that is put off.
 */
final class FlinkContenderMain {
  private static final String WRITER = ": Writer"; // how Flink names what a sink writes with

  private final FlinkContender contender;
  private final ScoringConfig config;
  private final Configuration flink;
  private final Optional<Path> restore;
  private final long leastWarmUp;
  private final long longestWarmUp;
  private final long window;
  private final long ready;
  private final boolean profiled;
  private final MetricTap tap = MetricTap.instance();

  private FlinkContenderMain(JsonNode plan) {
    contender = contender(plan);
    Map<String, String> entries = new TreeMap<>();
    plan.path("settings")
        .fields()
        .forEachRemaining(entry -> entries.put(entry.getKey(), entry.getValue().asText()));
    entries.putAll(
        new Connection(plan.get("bootstrapServers").asText(), plan.get("registryUrl").asText())
            .entries());
    // Its models were trained for this run and are not signed.
    entries.put(ReleaseOptions.UNSIGNED.key(), ReleaseOptions.Unsigned.ALLOW.name());
    config = ScoringConfig.of(entries);
    flink = ScoringJob.flinkSettings(config);
    flink.addAll(
        FlinkCluster.settings(
            MemorySize.ofMebiBytes(plan.get("managedMiB").asLong()),
            Path.of(plan.get("directory").asText())));
    restore = Optional.ofNullable(plan.get("restore")).map(JsonNode::asText).map(Path::of);
    leastWarmUp = plan.get("warmUp").asLong();
    longestWarmUp = plan.get("longestWarmUp").asLong();
    window = plan.get("window").asLong();
    ready = plan.get("ready").asLong();
    profiled = plan.path("profile").asBoolean();
  }

  private static FlinkContender contender(JsonNode plan) {
    return switch (Contender.named(plan.get("contender").asText())) {
      case SCORING, OFFERS_0, OFFERS_200, OFFERS_200_FREE -> new ScoringContender();
      case PASS_THROUGH -> new PassThroughContender();
      case STATE_ONLY -> new StateOnlyContender();
      case DL4J_PER_EVENT -> new Dl4jContender(Path.of(plan.get("models").asText()));
      default -> throw new IllegalArgumentException(plan + " is not run by Flink");
    };
  }

  /** Runs the contender and says what it used. */
  public static void main(String[] args) {
    Fork.run(args, (plan, fork) -> new FlinkContenderMain(plan).run(fork));
  }

  private void run(Fork fork) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
    contender.build(env, config);
    env.configure(flink, FlinkContenderMain.class.getClassLoader());
    long start = System.nanoTime();
    try (FlinkCluster cluster = FlinkCluster.start(flink, env, restore)) {
      cluster.awaitRunning();
      double startSeconds = (System.nanoTime() - start) / 1e9;
      WarmUp warmUp = new WarmUp(leastWarmUp, longestWarmUp);
      cluster.await("warm up", () -> warmUp.isOver(events()));
      fork.awaitMeasure();
      cluster.checkpoint();
      int before = cluster.checkpoints().size();
      Map<String, Double> metrics = tap.of(contender.operator());
      Reading first = Reading.at(events());
      long end = Math.min(first.events() + window, ready);
      long outputs = outputs();
      ObjectNode result = Fork.object();
      if (profiled) {
        Profile profile = Profile.start();
        cluster.await("process the events", () -> events() >= end);
        profile.close();
        Reading profiledTo = Reading.at(events());
        result.set("profile", profile.result((profiledTo.cpuNanos() - first.cpuNanos()) / 1e9));
      } else {
        cluster.await("process the events", () -> events() >= end);
      }
      cluster.checkpoint();
      Reading last = Reading.at(events());
      result.setAll(last.since(first));
      List<AbstractCheckpointStats> checkpoints = cluster.checkpoints();
      result.put("totalEvents", last.events());
      result.put("outputs", outputs() - outputs);
      result.put("totalOutputs", outputs());
      result.put("startSeconds", startSeconds);
      result.put("restoreSeconds", cluster.restoreTime().toMillis() / 1e3);
      result.put("fullCheckpointSeconds", checkpoints.get(0).getEndToEndDuration() / 1e3);
      result.put("stateBytes", checkpoints.get(checkpoints.size() - 1).getStateSize());
      ArrayNode durations = result.putArray("checkpointMillis");
      checkpoints
          .subList(before, checkpoints.size())
          .forEach(stats -> durations.add(stats.getEndToEndDuration()));
      ObjectNode changes = result.putObject("metrics");
      tap.of(contender.operator())
          .forEach((name, value) -> changes.put(name, value - metrics.getOrDefault(name, 0.0)));
      fork.say("result", result);
    }
  }

  private long events() {
    return tap.counter(contender.operator(), "numRecordsIn");
  }

  private long outputs() {
    return tap.counters(WRITER, "numRecordsIn");
  }
}
