package io.tidewatch.benchmarks.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.cluster.plan.FolderTree;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where contenders meet: one venue with one workload, and for each run a fresh process on the same
 * core with the same memory. One thread.
 */
final class Arena {
  /** Memory for RocksDB: block cache and write buffers together. */
  static final long ROCKSDB_MIB = 1_024;

  /**
   * Memory for the record cache of Kafka Streams, in its heap: more than the customers take that
   * the scoring job keeps in its own.
   */
  static final long RECORD_CACHE_MIB = 704;

  /** Time between two checkpoints or commits: the default of the scoring job. */
  static final Duration SAVE_EVERY = Duration.ofSeconds(60);

  /**
   * How many events of one topic the scoring job may be ahead of those of another. All lie ready,
   * and a source reads the same bytes from each topic; without this it would be through with
   * purchases and tickets before the measured window.
   */
  private static final int MAX_DRIFT_EVENTS = 100_000;

  /** Heap of each contender. */
  static final String HEAP = "2g";

  private static final Set<Contender> STREAMS =
      Set.of(Contender.KAFKA_STREAMS, Contender.KAFKA_STREAMS_KERNEL);
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final List<String> OPTIONS =
      List.of(
          "-Xms" + HEAP,
          "-Xmx" + HEAP,
          "-XX:+AlwaysPreTouch",
          "-XX:MaxDirectMemorySize=512m",
          "-XX:+UseParallelGC",
          "--add-modules=jdk.incubator.vector",
          "-XX:-OmitStackTraceInFastThrow",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

  /**
   * A run.
   *
   * @param warmUp events before the measured window, at least
   * @param longestWarmUp events after which the window begins even if the compiler is at work
   * @param window events in it, at least, unless the topics hold no more
   * @param profile whether to look where the time goes
   * @param settings of the scoring job, beside its defaults
   */
  record Run(
      Contender contender,
      long warmUp,
      long longestWarmUp,
      long window,
      boolean profile,
      Map<String, String> settings) {
    /** Returns a run with the contender's share of the windows. */
    static Run of(
        Contender contender, Windows windows, boolean profile, Map<String, String> settings) {
      return new Run(
          contender,
          windows.warmUp(contender),
          windows.longestWarmUp(contender),
          windows.window(contender),
          profile,
          settings);
    }
  }

  private final Venue venue;
  private final Workload workload;
  private final Plan plan;
  private final Path directory;
  private int runs;

  private Arena(Venue venue, Workload workload, Plan plan, Path directory) {
    this.venue = venue;
    this.workload = workload;
    this.plan = plan;
    this.directory = directory;
  }

  /**
   * What it holds.
   *
   * @param events how many lie in the topics
   * @param saveEvery time between two checkpoints of Flink, or two commits of Kafka Streams
   */
  record Plan(long events, Duration saveEvery) {}

  /**
   * Writes the workload to a venue.
   *
   * @param directory an empty folder for what contenders write
   */
  static Arena open(Venue venue, Plan plan, Path directory) throws InterruptedException {
    try (BrokerAdmin admin = new BrokerAdmin(venue.connection())) {
      for (String topic : List.of(PassThroughContender.TOPIC, Dl4jContender.TOPIC)) {
        admin.recreate(topic, Topic.CLICKSTREAM.partitions());
      }
    }
    Workload workload = new Workload(venue.customers(), Workload.SEED);
    endSilentTopics(venue, Micros.of(workload.timeOf(plan.events())));
    Preload.run(venue.connection(), workload, 0, plan.events());
    return new Arena(venue, workload, plan, directory);
  }

  /** Tells the topics without events that time is over, so that nobody waits for them. */
  private static void endSilentTopics(Venue venue, long atMicros) {
    try (RecordProducer producer = new RecordProducer(venue.connection().configuration())) {
      for (Topic topic : Topic.values()) {
        if (topic.isEvent() && !Workload.TOPICS.contains(topic)) {
          for (int partition = 0; partition < topic.partitions(); partition++) {
            producer.heartbeat(topic, partition, atMicros);
          }
        }
      }
    }
  }

  /** Returns what a report says about the memory of contenders. */
  static String memory() {
    return "heap " + HEAP + ", RocksDB " + ROCKSDB_MIB + " MiB";
  }

  /** Returns what all contenders began with. */
  Prefill prefill() {
    return venue.prefill();
  }

  /** Returns where clients reach the broker. */
  String bootstrap() {
    return venue.connection().bootstrapServers();
  }

  /**
   * Runs a contender in a process of its own, on one core from when it is warm, and returns what it
   * used from then on.
   */
  Outcome run(Run run) throws InterruptedException {
    Path folder = directory.resolve("run-" + ++runs);
    try (PinnedJvm process =
        PinnedJvm.start(
            new PinnedJvm.Plan(
                mainClass(run.contender()),
                classPath(run.contender()),
                Cores.oneFromWarmOn(OPTIONS),
                Optional.empty(),
                arguments(run, folder),
                directory.resolve(run.contender().label() + ".log")))) {
      process.await(Fork.WARM, TIMEOUT);
      process.bind(Cores.CONTENDER);
      process.tell(Fork.MEASURE);
      return new Outcome(run.contender(), process.await("result", TIMEOUT));
    } finally {
      FolderTree.remove(folder);
    }
  }

  private static String mainClass(Contender contender) {
    return switch (contender) {
      case PASS_THROUGH,
          STATE_ONLY,
          SCORING,
          OFFERS_0,
          OFFERS_200,
          OFFERS_200_FREE,
          DL4J_PER_EVENT ->
          FlinkContenderMain.class.getName();
      case RAW_ROCKSDB -> RawRocksDbMain.class.getName();
      case KAFKA_STREAMS, KAFKA_STREAMS_KERNEL -> ClassPaths.STREAMS_MAIN;
    };
  }

  private static String classPath(Contender contender) {
    return STREAMS.contains(contender) ? ClassPaths.streams() : ClassPaths.own();
  }

  private ObjectNode arguments(Run run, Path folder) {
    ObjectNode arguments =
        Fork.object()
            .put("contender", run.contender().label())
            .put("bootstrapServers", venue.connection().bootstrapServers())
            .put("registryUrl", venue.connection().registryUrl())
            .put("directory", folder.toString())
            .put("customers", venue.customers())
            .put("seed", Workload.SEED)
            .put("warmUp", run.warmUp())
            .put("longestWarmUp", run.longestWarmUp())
            .put("window", run.window())
            .put("ready", plan.events())
            .put("managedMiB", ROCKSDB_MIB)
            .put("recordCacheMiB", RECORD_CACHE_MIB)
            .put("commitMillis", plan.saveEvery().toMillis())
            .put("states", venue.prefill().states().toString())
            .put("models", venue.prefill().models().toString())
            .put("profile", run.profile())
            .put("run", runs);
    switch (run.contender()) {
      case SCORING, OFFERS_0, OFFERS_200, OFFERS_200_FREE ->
          arguments.put("restore", venue.prefill().scoring().toString());
      case STATE_ONLY, DL4J_PER_EVENT ->
          arguments.put("restore", venue.prefill().bytes().toString());
      default -> {}
    }
    ObjectNode settings = arguments.putObject("settings");
    settings.put("flink.execution.checkpointing.interval", plan.saveEvery().toMillis() + " ms");
    double drift = MAX_DRIFT_EVENTS / workload.eventsPerSecond();
    settings.put(KafkaOptions.MAX_DRIFT.key(), Math.round(drift * 1_000) + " ms");
    settings.put(KafkaOptions.IDLENESS.key(), "0 s"); // or a busy core passes for a silent topic
    if (run.contender() == Contender.DL4J_PER_EVENT) {
      // Some thousand events in flight would be minutes of work before each checkpoint's barrier.
      settings.put("flink.taskmanager.memory.segment-size", "4 kb");
    }
    run.settings().forEach(settings::put);
    return arguments;
  }
}
