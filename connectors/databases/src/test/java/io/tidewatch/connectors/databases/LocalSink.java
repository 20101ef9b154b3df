package io.tidewatch.connectors.databases;

import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.GroupConsumer;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.postgres.EmbeddedPostgres;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.Topic;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs broker, registry and database for the tests of a class: use it with RegisterExtension. */
final class LocalSink implements BeforeAllCallback, AfterAllCallback {
  private static final List<Topic> READ =
      Stream.concat(SinkTable.topics().stream(), Stream.of(Topic.ERASURES)).toList();

  private Path directory;
  private EmbeddedKafka kafka;
  private EmbeddedRegistry registry;
  private RecordProducer producer;
  private EmbeddedPostgres postgres;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("tidewatch-sink");
    kafka = EmbeddedKafka.start(directory);
    registry = EmbeddedRegistry.start(kafka.bootstrapServers());
    TopicAdmin.create(config(), 1);
    producer = new RecordProducer(config());
    postgres = EmbeddedPostgres.start();
  }

  private Configuration config() {
    return config(kafka.bootstrapServers(), registry.url());
  }

  private static Configuration config(String servers, String registryUrl) {
    Configuration config = new Configuration();
    config.set(KafkaOptions.BOOTSTRAP_SERVERS, servers);
    config.set(KafkaOptions.SCHEMA_REGISTRY_URL, registryUrl);
    config.set(
        KafkaOptions.PROPERTIES,
        Map.of(
            "max.poll.records", "200",
            "session.timeout.ms", "6000",
            "heartbeat.interval.ms", "2000"));
    return config;
  }

  RecordProducer producer() {
    return producer;
  }

  EmbeddedPostgres postgres() {
    return postgres;
  }

  DatabaseSettings settings(String schema) {
    return settings(postgres.url(), postgres.password(), schema);
  }

  private static DatabaseSettings settings(String url, String password, String schema) {
    return new DatabaseSettings(
        url, EmbeddedPostgres.USER, Optional.of(password), schema, Map.of());
  }

  /** One sink on a thread of its own; schema and sink have one name. */
  static final class Run implements AutoCloseable {
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CollectorRegistry metrics = new CollectorRegistry();
    private final Thread thread;
    private volatile Throwable failure;

    private Run(DatabaseSettings settings, Configuration config, RecordProducer producer) {
      Sink sink = sink(settings, config, producer, metrics);
      thread =
          new Thread(
              () -> {
                try {
                  sink.run(stop);
                } catch (InterruptedException | RuntimeException e) {
                  failure = e;
                }
              },
              "sink-of-test");
      thread.start();
    }

    double metric(String name) {
      return metrics.getSampleValue(name);
    }

    double rows(String table, String outcome) {
      Double value =
          metrics.getSampleValue(
              "tidewatch_sink_rows_total",
              new String[] {"table", "outcome"},
              new String[] {table, outcome});
      return value == null ? 0 : value;
    }

    Optional<Throwable> failure() {
      return Optional.ofNullable(failure);
    }

    void end() throws InterruptedException {
      stop.countDown();
      thread.join();
    }

    @Override
    public void close() throws InterruptedException {
      end();
      if (failure != null) {
        throw new AssertionError("the sink ended", failure);
      }
    }
  }

  private static Sink sink(
      DatabaseSettings settings,
      Configuration config,
      RecordProducer producer,
      CollectorRegistry metrics) {
    return new Sink(
        settings,
        settings.schema(),
        () -> new GroupConsumer(config, READ, settings.schema()),
        producer,
        metrics,
        Clock.systemUTC());
  }

  Run run(String schema) {
    Migrations.apply(settings(schema), true);
    return new Run(settings(schema), config(), producer);
  }

  /** Starts a sink as a process of its own, which can be killed. */
  Process start(String schema) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LocalSink.class.getName(),
            kafka.bootstrapServers(),
            registry.url(),
            postgres.url(),
            postgres.password(),
            schema)
        .redirectErrorStream(true)
        .redirectOutput(new File(directory.toFile(), schema + ".log"))
        .start();
  }

  /** The process that {@link #start} starts. */
  public static void main(String[] args) throws InterruptedException {
    Configuration config = config(args[0], args[1]);
    DatabaseSettings settings = settings(args[2], args[3], args[4]);
    Migrations.apply(settings, true);
    try (RecordProducer producer = new RecordProducer(config)) {
      sink(settings, config, producer, new CollectorRegistry()).run(new CountDownLatch(1));
    }
  }

  /** Returns the first column of what a query finds, as text. */
  List<String> query(String schema, String sql) {
    try (Connection connection =
            DriverManager.getConnection(
                postgres.url() + "?currentSchema=" + schema,
                EmbeddedPostgres.USER,
                postgres.password());
        Statement statement = connection.createStatement()) {
      List<String> found = new ArrayList<>();
      if (statement.execute(sql)) {
        ResultSet rows = statement.getResultSet();
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Returns how many records the topics of the sink hold. */
  long records() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          READ.stream()
              .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Returns all dead letters so far. */
  List<DeadLetter> deadLetters() {
    List<DeadLetter> letters = new ArrayList<>();
    try (RecordConsumer consumer =
        RecordConsumer.fromBeginning(config(), List.of(Topic.DEAD_LETTERS))) {
      while (!consumer.atEnd()) {
        for (ConsumedRecord record : consumer.poll(Duration.ofMillis(100))) {
          letters.add((DeadLetter) record.record().orElseThrow());
        }
      }
    }
    return letters;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (postgres != null) {
      postgres.close();
    }
    if (producer != null) {
      producer.close();
    }
    if (registry != null) {
      registry.close();
    }
    if (kafka != null) {
      kafka.close();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
