package io.tidewatch.connectors.delivery;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.kafka.GroupConsumer;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs broker, registry and mail server for the tests of a class: use it with RegisterExtension.
 */
final class LocalDelivery implements BeforeAllCallback, AfterAllCallback {
  private Path directory;
  private EmbeddedKafka kafka;
  private EmbeddedRegistry registry;
  private RecordProducer producer;
  private GreenMail mail;
  private final Map<Topic, RecordConsumer> readers = new EnumMap<>(Topic.class);
  private final Map<Topic, List<SpecificRecord>> records = new EnumMap<>(Topic.class);

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("tidewatch-delivery");
    kafka = EmbeddedKafka.start(directory);
    registry = EmbeddedRegistry.start(kafka.bootstrapServers());
    TopicAdmin.create(config(), 1);
    producer = new RecordProducer(config());
    mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
  }

  private Configuration config() {
    Configuration config = new Configuration();
    config.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    config.set(KafkaOptions.SCHEMA_REGISTRY_URL, registry.url());
    return config;
  }

  RecordProducer producer() {
    return producer;
  }

  GreenMail mail() {
    return mail;
  }

  /** One run of delivery on a thread of its own. */
  static final class Run implements AutoCloseable {
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile Throwable failure;
    private final CollectorRegistry metrics = new CollectorRegistry();

    private Run(LocalDelivery local, String group, TargetSettings... targets) {
      DeliveryTopics topics =
          new DeliveryTopics() {
            @Override
            public GroupConsumer alerts() {
              return new GroupConsumer(local.config(), List.of(Topic.CHURN_ALERTS), group);
            }

            @Override
            public RecordConsumer journal() {
              return RecordConsumer.fromBeginning(local.config(), List.of(Topic.ALERT_DELIVERIES));
            }
          };
      Delivery delivery =
          new Delivery(List.of(targets), topics, local.producer, metrics, Clock.systemUTC());
      thread =
          new Thread(
              () -> {
                try {
                  delivery.run(stop);
                } catch (InterruptedException | RuntimeException e) {
                  failure = e;
                }
              },
              "delivery-of-test");
      thread.start();
    }

    /** 1 while the target counts as down; 0 otherwise, also before there is a lane. */
    double down(String target) {
      Double value =
          metrics.getSampleValue(
              "tidewatch_delivery_down", new String[] {"target"}, new String[] {target});
      return value == null ? 0 : value;
    }

    @Override
    public void close() throws InterruptedException {
      stop.countDown();
      thread.join();
      if (failure != null) {
        throw new AssertionError("delivery ended", failure);
      }
    }
  }

  Run run(String group, TargetSettings... targets) {
    return new Run(this, group, targets);
  }

  /** Returns everything that a topic has held so far. */
  synchronized <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type) {
    RecordConsumer consumer =
        readers.computeIfAbsent(topic, one -> RecordConsumer.fromBeginning(config(), List.of(one)));
    List<SpecificRecord> all = records.computeIfAbsent(topic, one -> new ArrayList<>());
    while (!consumer.atEnd()) {
      consumer
          .poll(Duration.ofMillis(100))
          .forEach(record -> all.add(record.record().orElseThrow()));
    }
    return all.stream().map(type::cast).toList();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    readers.values().forEach(RecordConsumer::close);
    if (mail != null) {
      mail.stop();
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
