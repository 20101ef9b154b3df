package io.tidewatch.platform.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.postgres.EmbeddedPostgres;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.platform.Tidewatch;
import io.tidewatch.platform.sink.RunningSink;
import io.tidewatch.platform.sink.SinkConfig;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.ErasedCustomer;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.EventCounts;
import io.tidewatch.scoring.ScoringConfig;
import io.tidewatch.scoring.ScoringJob;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An erasure from end to end: real broker, job, RocksDB and database, exported files and logs. A
 * search finds the customer everywhere before, and nowhere after.
 */
@Timeout(480)
class ErasureIT {
  private static final String CUSTOMER = "erase-me-4711";
  private static final String DEVICE = "anonymous:their-phone-7";
  private static final String MAIL = "maxine.planted@example.org";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path directory;
  private EmbeddedKafka kafka;
  private EmbeddedRegistry registry;
  private EmbeddedPostgres postgres;
  private Configuration config;
  private RecordProducer producer;
  private JobClient job;
  private Thread sink;
  private final CountDownLatch stopSink = new CountDownLatch(1);
  private FileAppender logs;
  private int filler;

  @BeforeEach
  void start() throws Exception {
    logTo(Files.createDirectory(directory.resolve("logs")).resolve("all.log"));
    kafka =
        EmbeddedKafka.start(
            directory.resolve("kafka"),
            EmbeddedKafka.FREE_PORT,
            Map.of("log.cleaner.backoff.ms", "100", "log.cleaner.min.cleanable.ratio", "0.0001"));
    registry = EmbeddedRegistry.start(kafka.bootstrapServers());
    postgres = EmbeddedPostgres.start();
    Map<String, String> entries =
        Map.of(
            "kafka.bootstrap.servers",
            kafka.bootstrapServers(),
            KafkaOptions.DELIVERY.key(),
            "exactly-once",
            "schema.registry.url",
            registry.url(),
            "models.unsigned",
            "allow",
            "flink.parallelism.default",
            "1",
            "flink.execution.checkpointing.interval",
            "500 ms",
            "flink.execution.checkpointing.dir",
            directory.resolve("cp").toUri().toString(),
            "flink.restart-strategy.type",
            "none");
    ScoringConfig scoring = ScoringConfig.of(entries);
    config = scoring.configuration();
    TopicAdmin.create(config, 1);
    keepRemovalsShortly();
    producer = new RecordProducer(config);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(
            1, Configuration.fromMap(Map.of("heartbeat.interval", "500 ms")));
    ScoringJob.build(env, scoring);
    job = env.executeAsync("scoring");
    SinkConfig sinkConfig = SinkConfig.read(sinkFile());
    RunningSink.prepare(sinkConfig);
    sink = new Thread(() -> sink(sinkConfig));
    sink.start();
  }

  private void sink(SinkConfig sinkConfig) {
    try {
      RunningSink.run(sinkConfig, new CollectorRegistry(), stopSink);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() throws Exception {
    stopSink.countDown();
    try (EmbeddedKafka broker = kafka;
        EmbeddedRegistry schemas = registry;
        EmbeddedPostgres database = postgres;
        RecordProducer sender = producer) {
      if (job != null) {
        job.cancel().get();
        job.getJobExecutionResult().handle((result, cancelled) -> result).get();
      }
      if (sink != null) {
        sink.join();
      }
    } finally {
      LoggerContext context = (LoggerContext) LogManager.getContext(false);
      context.getConfiguration().getRootLogger().removeAppender("all");
      context.updateLoggers();
      logs.stop();
      Configurator.setLevel("io.tidewatch", Level.WARN);
    }
  }

  @Test
  void nothingOfAnErasedCustomerIsLeftAndLaterEventsAreRefusedUntilAConsentReturns()
      throws Exception {
    List<SpecificRecord> planted =
        Planted.events(CUSTOMER, DEVICE, MAIL, Planted.NAME, Planted.TEXT);
    planted.forEach(producer::send);
    Planted.outputs(CUSTOMER).forEach(producer::send);
    Planted.events("somebody-else", "anonymous:other", "else@example.org", "Some Body", "Hello")
        .forEach(producer::send);
    producer.flush();
    await().atMost(PATIENCE).until(() -> folded("purchases") >= 2 && folded("tickets") >= 2);
    Path exports = files();
    await().atMost(PATIENCE).until(() -> found().contains("table"));

    JsonNode before = check(savepoint("before"), exports, 1);
    assertThat(places(before))
        .as("a search that finds nothing here would prove nothing later")
        .anyMatch(place -> place.startsWith("topic clickstream"))
        .anyMatch(place -> place.startsWith("topic tickets"))
        .anyMatch(place -> place.startsWith("topic customers"))
        .anyMatch(place -> place.startsWith("topic identities"))
        .anyMatch(place -> place.startsWith("topic dead-letters"))
        .anyMatch(place -> place.startsWith("savepoint "))
        .anyMatch(place -> place.startsWith("table "))
        .anyMatch(place -> place.endsWith("purchases.parquet"))
        .anyMatch(place -> place.endsWith("list.csv"))
        .anyMatch(place -> place.endsWith("list.jsonl.gz"));
    assertThat(places(before)).noneMatch(place -> place.startsWith("log "));

    JsonNode held = export("held.json").path("topics");
    assertThat(held.path("clickstream")).as("those of the device too").hasSize(2);
    assertThat(held.path("tickets").path(0).path("text").asText()).isEqualTo(Planted.TEXT);
    assertThat(held.path("customers").path(0).path("email").asText()).isEqualTo(MAIL);
    assertThat(held.path("dead-letters")).hasSize(1);

    JsonNode receipt = erase(exports);
    assertThat(receipt.path("confirmedAt").isNull()).isFalse();
    assertThat(receipt.toString()).doesNotContain(CUSTOMER).doesNotContain(MAIL);
    assertThat(Files.readString(exports.resolve("list.csv"))).contains("somebody-else");
    assertThat(read(exports.resolve("list.jsonl.gz"))).contains("somebody-else");
    letRemovalsGo();
    JsonNode after = check(savepoint("after"), exports, 0);
    assertThat(places(after)).isEmpty();

    long refusedBefore = refused();
    producer.send(planted.stream().filter(Planted::isClick).findFirst().orElseThrow());
    producer.flush();
    await().atMost(PATIENCE).until(() -> refused() > refusedBefore);
    assertThat(letters())
        .filteredOn(letter -> letter.getReason() == DeadLetterReason.ERASED)
        .isNotEmpty()
        .allMatch(letter -> letter.getKey() == null && letter.getValue() == null);
    producer.send(Planted.consent(CUSTOMER, Instant.now()));
    producer.flush();
    await()
        .atMost(PATIENCE)
        .until(() -> records(Topic.ERASED_CUSTOMERS).stream().anyMatch(ErasureIT::isLifted));
    assertThat(erase(exports).at("/places/0/done").asText())
        .as("though the job has written erasures of visitors since, in transactions")
        .contains("with a checkpoint since");
  }

  private static boolean isLifted(SpecificRecord record) {
    return ((ErasedCustomer) record).getLiftedAt() != null;
  }

  private long folded(String topic) throws Exception {
    return counts().get(topic).folded();
  }

  private long refused() throws Exception {
    return counts().get("clickstream").deadLettered();
  }

  private Map<String, EventCounts> counts() throws Exception {
    return EventCounts.of(job.getAccumulators().get());
  }

  private Path savepoint(String name) throws Exception {
    String folder = directory.resolve(name).toUri().toString();
    job.triggerSavepoint(folder, SavepointFormatType.CANONICAL).get();
    return directory.resolve(name);
  }

  /** Exports and lists as people make them. */
  private Path files() throws IOException {
    Path exports = Files.createDirectory(directory.resolve("exports"));
    run(0, "export", "purchases", "--out", exports.resolve("purchases.parquet").toString());
    Files.writeString(
        exports.resolve("list.csv"),
        "id,note\n%s,\"two\nlines\"\nsomebody-else,one\n".formatted(CUSTOMER));
    try (OutputStream gzip =
        new GZIPOutputStream(Files.newOutputStream(exports.resolve("list.jsonl.gz")))) {
      gzip.write(
          "{\"id\":\"%s\"}\n{\"id\":\"somebody-else\"}\n"
              .formatted(CUSTOMER)
              .getBytes(StandardCharsets.UTF_8));
    }
    return exports;
  }

  private static String read(Path gzip) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(gzip))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private JsonNode export(String name) throws IOException {
    Path file = directory.resolve(name);
    run(0, "export", "--customer", CUSTOMER, "--out", file.toString());
    return new ObjectMapper().readTree(file.toFile());
  }

  private JsonNode erase(Path exports) throws IOException {
    Path receipt = directory.resolve("receipt.json");
    run(
        0,
        Stream.of(
                List.of("erase", CUSTOMER, "--by", "privacy desk", "--purge", "--yes"),
                List.of("--wait", "" + PATIENCE.toSeconds()),
                List.of("--files", exports.toString(), "--receipt", receipt.toString()),
                database())
            .flatMap(List::stream)
            .toArray(String[]::new));
    return new ObjectMapper().readTree(receipt.toFile());
  }

  private JsonNode check(Path savepoint, Path exports, int exitCode) throws IOException {
    String out =
        run(
            exitCode,
            Stream.of(
                    List.of("erase", CUSTOMER, "--check", "--json", "--value", MAIL),
                    List.of("--value", Planted.TEXT, "--value", Planted.NAME),
                    List.of("--value", DEVICE, "--savepoint", savepoint.toString()),
                    List.of("--files", exports.toString()),
                    List.of("--logs", directory.resolve("logs").toString()),
                    database())
                .flatMap(List::stream)
                .toArray(String[]::new));
    return new ObjectMapper().readTree(out);
  }

  private String found() throws IOException {
    StringWriter out = new StringWriter();
    List<String> args = new ArrayList<>(List.of("erase", CUSTOMER, "--check"));
    args.addAll(database());
    args.addAll(connection());
    Tidewatch.execute(
        Tidewatch.commandLine(),
        new PrintWriter(out, true),
        new PrintWriter(OutputStream.nullOutputStream(), true),
        args.toArray(String[]::new));
    return out.toString();
  }

  private static List<String> places(JsonNode result) {
    return result.path("found").findValuesAsText("place");
  }

  private List<String> database() throws IOException {
    Path password = directory.resolve("password");
    Files.writeString(password, postgres.password());
    return List.of(
        "--database",
        postgres.url(),
        "--database-user",
        EmbeddedPostgres.USER,
        "--database-password-file",
        password.toString());
  }

  private List<String> connection() {
    return List.of("--kafka", kafka.bootstrapServers(), "--registry", registry.url());
  }

  /** Runs a command; what it says on standard error is a log like any other. */
  private String run(int exitCode, String... command) throws IOException {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(connection());
    StringWriter out = new StringWriter();
    Path said = directory.resolve("logs").resolve("commands.log");
    int code;
    try (PrintWriter err =
        new PrintWriter(
            new OutputStreamWriter(
                Files.newOutputStream(said, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                StandardCharsets.UTF_8),
            true)) {
      code =
          Tidewatch.execute(
              Tidewatch.commandLine(),
              new PrintWriter(out, true),
              err,
              args.toArray(String[]::new));
    }
    assertThat(code)
        .as("%s said: %s%n%s", command[0], out, Files.readString(said))
        .isEqualTo(exitCode);
    return out.toString();
  }

  private Path sinkFile() throws IOException {
    Path password = Files.writeString(directory.resolve("sink-password"), postgres.password());
    return Files.writeString(
        directory.resolve("sink.yaml"),
        """
        kafka.bootstrap.servers: %s
        schema.registry.url: %s
        database.url: %s
        database.user: %s
        database.password-file: %s
        database.schema: shop
        """
            .formatted(
                kafka.bootstrapServers(),
                registry.url(),
                postgres.url(),
                EmbeddedPostgres.USER,
                password));
  }

  /** Removals go within a second, where Kafka's default is a day. */
  private void keepRemovalsShortly() throws Exception {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (Topic topic : Topic.values()) {
      if (topic.cleanup() != Topic.Cleanup.DELETE) {
        changes.put(
            new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()),
            List.of(
                set("delete.retention.ms", "100"),
                set("segment.ms", "500"),
                set("min.cleanable.dirty.ratio", "0.0001")));
      }
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.incrementalAlterConfigs(changes).all().get();
    }
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }

  /** Kafka compacts what lies before the newest file, and begins a new file at a record. */
  private void letRemovalsGo() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(600))
        .until(
            () -> {
              Planted.fillers(filler++).forEach(producer::send);
              producer.flush();
              return found().contains("nothing found");
            });
  }

  private List<DeadLetter> letters() {
    return records(Topic.DEAD_LETTERS).stream().map(DeadLetter.class::cast).toList();
  }

  private List<SpecificRecord> records(Topic topic) {
    List<SpecificRecord> found = new ArrayList<>();
    try (RecordConsumer consumer = RecordConsumer.fromBeginning(config, List.of(topic))) {
      do {
        consumer.poll(Duration.ofMillis(100)).stream()
            .map(ConsumedRecord::record)
            .flatMap(Optional::stream)
            .forEach(found::add);
      } while (!consumer.atEnd());
    }
    return found;
  }

  private void logTo(Path file) {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    logs =
        FileAppender.newBuilder()
            .setName("all")
            .withFileName(file.toString())
            .setLayout(PatternLayout.newBuilder().withPattern("%d %p %c %m%n%ex").build())
            .build();
    logs.start();
    context.getConfiguration().getRootLogger().addAppender(logs, Level.ALL, null);
    Configurator.setRootLevel(Level.INFO);
    Configurator.setLevel("io.tidewatch", Level.DEBUG);
    context.updateLoggers();
  }
}
