package io.tidewatch.connectors.gateway;

import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.gateway.collector.CollectorSettings;
import io.tidewatch.connectors.gateway.collector.WriteKey;
import io.tidewatch.connectors.gateway.collector.WriteKey.Place;
import io.tidewatch.connectors.gateway.http.Secret;
import io.tidewatch.connectors.gateway.query.ApiToken;
import io.tidewatch.connectors.gateway.query.QuerySettings;
import io.tidewatch.connectors.gateway.query.Scope;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import io.tidewatch.connectors.kafka.personal.MasterKeys;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs broker, registry and gateway for the tests of a class: use it with RegisterExtension. */
final class LocalGateway implements BeforeAllCallback, AfterAllCallback {
  static final String SERVER_SECRET = "server-secret-of-tests";
  static final String CLIENT_SECRET = "client-secret-of-tests";
  static final String SLOW_SECRET = "limited-secret-of-tests";
  static final String ALL_TOKEN = "token-for-everything";
  static final String DESK_TOKEN = "token-for-customers";
  static final String ORIGIN = "https://shop.example";
  static final int MAX_BODY = 200_000;
  static final int MAX_EVENTS = 100;
  static final int RATE = 1_000;

  final HttpClient http = HttpClient.newHttpClient();
  final CollectorRegistry metrics = new CollectorRegistry();
  private Path directory;
  private EmbeddedKafka kafka;
  private EmbeddedRegistry registry;
  private RecordProducer producer;
  private Gateway gateway;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("tidewatch-gateway");
    kafka = EmbeddedKafka.start(directory);
    registry = EmbeddedRegistry.start(kafka.bootstrapServers());
    TopicAdmin.create(config(), 1);
    MasterKeys.make(directory.resolve("master-key"));
    producer = new RecordProducer(producerConfig(encrypting()));
    startGateway();
  }

  private void startGateway() {
    QuerySettings query =
        new QuerySettings(
            directory.resolve("store"),
            8 << 20,
            List.of(
                new ApiToken(
                    "all", Secret.of("all", ALL_TOKEN), Set.copyOf(List.of(Scope.values()))),
                new ApiToken("desk", Secret.of("desk", DESK_TOKEN), Set.of(Scope.CUSTOMERS))));
    gateway =
        Gateway.start(
            new GatewaySettings("127.0.0.1", 0, settings(), Optional.of(query)),
            producer,
            (topics, offsets) -> RecordConsumer.fromOffsets(config(), topics, offsets),
            metrics);
  }

  /** Stops the gateway and starts another on the same store. */
  void restartGateway() {
    gateway.close();
    metrics.clear();
    startGateway();
  }

  static CollectorSettings settings() {
    return new CollectorSettings(
        List.of(
            new WriteKey("backend", Secret.of("backend", SERVER_SECRET), Place.SERVER),
            new WriteKey("shop", Secret.of("shop", CLIENT_SECRET), Place.CLIENT),
            new WriteKey("limited", Secret.of("limited", SLOW_SECRET), Place.CLIENT)),
        Set.of(ORIGIN),
        MAX_BODY,
        MAX_EVENTS,
        RATE,
        4 << 20);
  }

  /** Gives up as early as a test can wait for. */
  static Configuration producerConfig(Configuration config) {
    Configuration impatient = new Configuration(config);
    String prefix = KafkaOptions.PROPERTIES.key() + ".";
    impatient.setString(prefix + "linger.ms", "1");
    impatient.setString(prefix + "max.block.ms", "1000");
    impatient.setString(prefix + "request.timeout.ms", "1500");
    impatient.setString(prefix + "delivery.timeout.ms", "2000");
    return impatient;
  }

  /** Returns the options that lead to broker and registry. */
  Configuration config() {
    Configuration config = new Configuration();
    config.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    config.set(KafkaOptions.SCHEMA_REGISTRY_URL, registry.url());
    return config;
  }

  /** Returns the same with a master key, so that contacts lie encrypted in topics and store. */
  private Configuration encrypting() {
    Configuration config = config();
    config.set(MasterKeyOptions.MASTER_KEY_FILE, directory.resolve("master-key").toString());
    return config;
  }

  RecordProducer producer() {
    return producer;
  }

  void stopKafka() {
    kafka.close();
  }

  URI uri(String path) {
    return URI.create(gateway.url() + path);
  }

  int port() {
    return uri("/").getPort();
  }

  /** Posts JSON with a key. */
  HttpResponse<String> post(String path, String secret, String body) throws Exception {
    return send(request(path, secret, HttpRequest.BodyPublishers.ofString(body)).build());
  }

  HttpRequest.Builder request(String path, String secret, HttpRequest.BodyPublisher body) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .header("Authorization", basic(secret))
        .POST(body);
  }

  HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  static String basic(String secret) {
    return "Basic "
        + Base64.getEncoder().encodeToString((secret + ":").getBytes(StandardCharsets.UTF_8));
  }

  /** Returns everything that a topic holds. */
  List<SpecificRecord> read(Topic topic) {
    List<SpecificRecord> records = new ArrayList<>();
    try (RecordConsumer consumer = RecordConsumer.fromBeginning(config(), List.of(topic))) {
      while (!consumer.atEnd()) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> records.add(record.record().orElseThrow()));
      }
    }
    return records;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (gateway != null) {
      gateway.close();
    }
    if (producer != null) {
      try {
        producer.close();
      } catch (IllegalStateException e) {
        // Tests that stop the broker leave events that did not get through.
      }
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
