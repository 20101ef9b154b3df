package io.tidewatch.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.workload.CustomerStates;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.models.Release;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.ReleaseOptions;
import io.tidewatch.scoring.ScoringConfig;
import io.tidewatch.scoring.ScoringJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The process of {@link Prefill}. */
final class PrefillMain {
  private static final MemorySize MANAGED = MemorySize.ofMebiBytes(1_024);

  private final Connection connection;
  private final int customers;
  private final Market market;
  private final Path pasts;
  private final Path directory;

  private PrefillMain(JsonNode plan) {
    connection =
        new Connection(plan.get("bootstrapServers").asText(), plan.get("registryUrl").asText());
    customers = plan.get("customers").asInt();
    market = new Market(plan.get("offers").asInt(), plan.get("free").asBoolean());
    pasts = Path.of(plan.get("pasts").asText());
    directory = Path.of(plan.get("directory").asText());
  }

  /** Makes what the argument asks for and says where it is. */
  public static void main(String[] args) {
    Fork.run(args, (plan, fork) -> new PrefillMain(plan).run(fork));
  }

  private void run(Fork fork) throws Exception {
    Path models = pasts.resolve("models");
    Path statesFile = pasts.resolve("states");
    if (!Files.exists(statesFile)) {
      grow(models, statesFile);
    }
    Opening.announce(connection, models, market);
    Path filled = fill(statesFile);
    Path serving = serve(filled);
    fork.say(
        "filled",
        Fork.object()
            .put("scoring", serving.toString())
            .put("bytes", filled.toString())
            .put("states", statesFile.toString())
            .put("models", models.toString())
            .put("meanStateBytes", CustomerStates.read(statesFile).meanBytes()));
  }

  private void grow(Path models, Path statesFile) throws Exception {
    BenchReleases releases = BenchReleases.train(Workload.SEED);
    Files.createDirectories(models);
    Files.write(models.resolve("churn.zip"), releases.churn());
    Files.write(models.resolve("recommender.zip"), releases.recommender());
    GrownCustomers.grow(
            Release.read(releases.churn()), Release.read(releases.recommender()), Workload.SEED)
        .write(statesFile);
  }

  private Path fill(Path states) throws Exception {
    Configuration flink = settings("fill");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
    CustomerFill.build(env, customers, states);
    MetricTap tap = MetricTap.instance();
    try (FlinkCluster cluster = FlinkCluster.start(flink, env, Optional.empty())) {
      cluster.awaitRunning();
      cluster.await(
          "fill the states",
          () ->
              tap.counter(CustomerFill.CUSTOMERS, "numRecordsIn") == customers
                  && tap.counter(CustomerFill.BYTES, "numRecordsIn") == customers);
      return cluster.checkpoint();
    }
  }

  /** Lets the scoring job put models, offers and policy into service before any event comes. */
  private Path serve(Path filled) throws Exception {
    Map<String, String> entries = new TreeMap<>(connection.entries());
    // The models were trained a moment ago and are not signed.
    entries.put(ReleaseOptions.UNSIGNED.key(), ReleaseOptions.Unsigned.ALLOW.name());
    ScoringConfig config = ScoringConfig.of(entries);
    Configuration flink = settings("serve");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
    ScoringJob.build(env, config);
    env.configure(flink, PrefillMain.class.getClassLoader());
    try (FlinkCluster cluster = FlinkCluster.start(flink, env, Optional.of(filled));
        RecordConsumer statuses =
            RecordConsumer.fromBeginning(connection.configuration(), List.of(Topic.MODEL_STATUS))) {
      cluster.awaitRunning();
      Set<String> serving = new HashSet<>();
      cluster.await("serve the models", () -> servingNow(statuses, serving) == 2);
      return cluster.checkpoint();
    }
  }

  private static int servingNow(RecordConsumer statuses, Set<String> serving) {
    statuses.poll(Duration.ofMillis(50)).stream()
        .flatMap(record -> record.record().stream())
        .map(ModelStatus.class::cast)
        .filter(status -> status.getState() == ModelState.SERVING)
        .forEach(status -> serving.add(status.getName()));
    return serving.size();
  }

  private Configuration settings(String name) throws Exception {
    Configuration flink = ScoringJob.flinkSettings(ScoringConfig.of(connection.entries()));
    flink.addAll(FlinkCluster.settings(MANAGED, directory.resolve(name)));
    // One checkpoint, when all is there.
    flink.setString("execution.checkpointing.interval", "1 h");
    return flink;
  }
}
