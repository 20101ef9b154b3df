package io.tidewatch.benchmarks.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.workload.CustomerStates;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.benchmarks.workload.Reading;
import io.tidewatch.benchmarks.workload.WarmUp;
import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The process of a contender that runs on Kafka Streams: one thread, its RocksDB store with
 * changelog, a record cache, commits as often as others have checkpoints. The measured window
 * begins and ends with commits of all tasks, which write what the cache holds back.
 */
final class StreamsContenderMain {
  static final String STORE = "states";

  private static final String SCORES = "bench-scores";
  private static final long POLL_MILLIS = 5;

  private final JsonNode plan;
  private final boolean kernel;
  private final String application;
  private final Path directory;
  private final long leastWarmUp;
  private final long longestWarmUp;
  private final long window;
  private final long ready;
  private final long commitMillis;
  private final Commits commits = new Commits();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private StreamsContenderMain(JsonNode plan) {
    this.plan = plan;
    kernel = plan.get("contender").asText().equals("kafkaStreamsKernel");
    application = "bench-streams-" + plan.get("run").asInt();
    directory = Path.of(plan.get("directory").asText());
    leastWarmUp = plan.get("warmUp").asLong();
    longestWarmUp = plan.get("longestWarmUp").asLong();
    window = plan.get("window").asLong();
    ready = plan.get("ready").asLong();
    commitMillis = plan.get("commitMillis").asLong();
  }

  /** Runs the contender and says what it used. */
  public static void main(String[] args) {
    Fork.run(args, (plan, fork) -> new StreamsContenderMain(plan).run(fork));
  }

  private void run(Fork fork) throws Exception {
    StoreFill.run(
        directory.resolve(application),
        STORE,
        Topic.CLICKSTREAM.partitions(),
        plan.get("customers").asInt(),
        CustomerStates.read(Path.of(plan.get("states").asText())));
    try (KafkaStreams streams = new KafkaStreams(topology(), settings(), commits)) {
      streams.setUncaughtExceptionHandler(
          e -> {
            failure.set(e);
            return StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
          });
      streams.start();
      WarmUp warmUp = new WarmUp(leastWarmUp, longestWarmUp);
      await(streams, () -> warmUp.isOver(commits.processed()));
      fork.awaitMeasure();
      Reading first = commitAfter(streams, commits.processed());
      Reading last = commitAfter(streams, first.events() + window);
      ObjectNode result = last.since(first);
      result.put("totalEvents", last.events());
      result.put("stateBytes", size(directory));
      fork.say("result", result);
    }
  }

  /**
   * Waits until so many events are processed, has all tasks commit, and takes a reading. Where no
   * events are left, tasks hear of nothing; what they have not committed then goes with the regular
   * commits.
   */
  private Reading commitAfter(KafkaStreams streams, long events) throws Exception {
    await(streams, () -> commits.processed() >= Math.min(events, ready));
    commits.ask();
    long regular = System.nanoTime() + 2 * commitMillis * 1_000_000L;
    await(
        streams,
        () ->
            commits.done() == Topic.CLICKSTREAM.partitions()
                || commits.processed() == ready && System.nanoTime() > regular);
    return Reading.at(commits.processed());
  }

  private void await(KafkaStreams streams, BooleanSupplier condition) throws Exception {
    while (!condition.getAsBoolean()) {
      Thread.sleep(POLL_MILLIS);
      failIfStopped(streams);
    }
  }

  private void failIfStopped(KafkaStreams streams) {
    if (failure.get() != null || streams.state().hasCompletedShutdown()) {
      throw new IllegalStateException("Kafka Streams stopped", failure.get());
    }
  }

  private Topology topology() throws IOException, RefusedReleaseException {
    Topology topology = new Topology();
    topology.addSource(
        "events",
        new BytesDeserializer(),
        new ByteArrayDeserializer(),
        Workload.TOPICS.stream().map(Topic::topicName).toArray(String[]::new));
    topology.addProcessor("customers", processor(), "events");
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingEnabled()
            .withLoggingEnabled(Map.of()),
        "customers");
    if (kernel) {
      topology.addSink(
          "scores", SCORES, new BytesSerializer(), new ByteArraySerializer(), "customers");
    }
    return topology;
  }

  private ProcessorSupplier<Bytes, byte[], Bytes, byte[]> processor()
      throws IOException, RefusedReleaseException {
    if (!kernel) {
      return () -> new ReadModifyWrite(commits);
    }
    Path models = Path.of(plan.get("models").asText());
    Release churn = Release.read(Files.readAllBytes(models.resolve("churn.zip")));
    Release recommender = Release.read(Files.readAllBytes(models.resolve("recommender.zip")));
    return () -> new Scoring(commits, churn, recommender);
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, plan.get("bootstrapServers").asText());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitMillis);
    settings.put(
        StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, plan.get("recordCacheMiB").asLong() << 20);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, TunedRocksDb.class);
    settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    return settings;
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
