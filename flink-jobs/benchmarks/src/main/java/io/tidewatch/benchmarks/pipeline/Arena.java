package io.tidewatch.benchmarks.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Where contenders meet: one broker with one workload, one set of grown customers, and for each run
 * a fresh process on the same core with the same memory. One thread.
 */
final class Arena implements AutoCloseable {
  /** Memory for RocksDB: block cache and write buffers together. */
  static final long ROCKSDB_MIB = 1_024;

  /**
   * Memory for the record cache of Kafka Streams, in its heap: more than the customers take that
   * the scoring job keeps in its own.
   */
  static final long RECORD_CACHE_MIB = 448;

  /** Time between two checkpoints or commits: the scoring job's default, and Kafka Streams'. */
  static final Duration SAVE_EVERY = Duration.ofSeconds(30);

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
   * @param warmUp events before the measured window
   * @param window events in it, at least, unless the topics hold no more
   * @param profile whether to look where the time goes
   * @param settings of the scoring job, beside its defaults
   */
  record Run(
      Contender contender,
      long warmUp,
      long window,
      boolean profile,
      Map<String, String> settings) {}

  private final BrokerProcess broker;
  private final Prefill prefill;
  private final Plan plan;
  private final Path directory;
  private int runs;

  private Arena(BrokerProcess broker, Prefill prefill, Plan plan, Path directory) {
    this.broker = broker;
    this.prefill = prefill;
    this.plan = plan;
    this.directory = directory;
  }

  /**
   * What it holds.
   *
   * @param customers how many, all with a past
   * @param offers how many are in the market
   * @param events how many lie in the topics
   * @param saveEvery time between two checkpoints of Flink, or two commits of Kafka Streams
   */
  record Plan(int customers, int offers, long events, Duration saveEvery) {}

  /** Builds it in an empty folder. */
  static Arena open(Plan plan, Path directory) throws InterruptedException {
    BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"));
    try {
      createTopics(broker, PassThroughContender.TOPIC, Dl4jContender.TOPIC);
      Prefill prefill =
          Prefill.make(
              broker.connection(),
              plan.customers(),
              plan.offers(),
              Workload.SEED,
              directory.resolve("prefill"));
      Preload.run(
          broker.connection(), new Workload(plan.customers(), Workload.SEED), 0, plan.events());
      return new Arena(broker, prefill, plan, directory);
    } catch (InterruptedException | RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  private static void createTopics(BrokerProcess broker, String... names)
      throws InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.of("bootstrap.servers", (Object) broker.connection().bootstrapServers()))) {
      List<NewTopic> topics = new ArrayList<>();
      for (String name : names) {
        topics.add(new NewTopic(name, 4, (short) 1));
      }
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot create topics", e.getCause());
    }
  }

  /** Returns what a report says about the memory of contenders. */
  static String memory() {
    return "heap " + HEAP + ", RocksDB " + ROCKSDB_MIB + " MiB";
  }

  /** Returns what all contenders began with. */
  Prefill prefill() {
    return prefill;
  }

  /** Returns where clients reach the broker. */
  String bootstrap() {
    return broker.connection().bootstrapServers();
  }

  /** Runs a contender in a process of its own and returns what it used. */
  Outcome run(Run run) throws InterruptedException {
    Path folder = directory.resolve("run-" + ++runs);
    try (PinnedJvm process =
        PinnedJvm.start(
            new PinnedJvm.Plan(
                mainClass(run.contender()),
                classPath(run.contender()),
                OPTIONS,
                Optional.of(Cores.CONTENDER),
                arguments(run, folder),
                directory.resolve(run.contender().label() + ".log")))) {
      return new Outcome(run.contender(), process.await("result", TIMEOUT));
    } finally {
      Scratch.remove(folder);
    }
  }

  private static String mainClass(Contender contender) {
    return switch (contender) {
      case PASS_THROUGH, STATE_ONLY, SCORING, DL4J_PER_EVENT -> FlinkContenderMain.class.getName();
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
            .put("bootstrapServers", broker.connection().bootstrapServers())
            .put("registryUrl", broker.connection().registryUrl())
            .put("directory", folder.toString())
            .put("customers", plan.customers())
            .put("seed", Workload.SEED)
            .put("warmUp", run.warmUp())
            .put("window", run.window())
            .put("ready", plan.events())
            .put("managedMiB", ROCKSDB_MIB)
            .put("recordCacheMiB", RECORD_CACHE_MIB)
            .put("commitMillis", plan.saveEvery().toMillis())
            .put("states", prefill.states().toString())
            .put("models", prefill.models().toString())
            .put("profile", run.profile())
            .put("run", runs);
    switch (run.contender()) {
      case SCORING -> arguments.put("restore", prefill.scoring().toString());
      case STATE_ONLY, DL4J_PER_EVENT -> arguments.put("restore", prefill.bytes().toString());
      default -> {}
    }
    ObjectNode settings = arguments.putObject("settings");
    settings.put("flink.execution.checkpointing.interval", plan.saveEvery().toMillis() + " ms");
    if (run.contender() == Contender.DL4J_PER_EVENT) {
      // Some thousand events in flight would be minutes of work before each checkpoint's barrier.
      settings.put("flink.taskmanager.memory.segment-size", "4 kb");
    }
    run.settings().forEach(settings::put);
    return arguments;
  }

  @Override
  public void close() {
    broker.close();
  }
}
