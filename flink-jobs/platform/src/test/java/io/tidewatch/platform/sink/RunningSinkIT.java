package io.tidewatch.platform.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.postgres.EmbeddedPostgres;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.ModelRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class RunningSinkIT {
  @TempDir private Path directory;

  @Test
  void writesWhatTheFileSaysUntilItIsStopped() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers());
        EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      SinkConfig config = SinkConfig.read(file(kafka, registry, postgres));
      assertThatThrownBy(() -> RunningSink.prepare(config))
          .hasMessageContaining("customer-scores")
          .hasMessageContaining("tidewatch topics create");

      TopicAdmin.create(config.kafka(), 1);
      assertThat(RunningSink.prepare(config)).isEqualTo("2");
      try (RecordProducer producer = new RecordProducer(config.kafka())) {
        producer.send(score());
      }
      CountDownLatch stop = new CountDownLatch(1);
      CollectorRegistry metrics = new CollectorRegistry();
      Thread sink =
          new Thread(
              () -> {
                try {
                  RunningSink.run(config, metrics, stop);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      sink.start();
      try (Connection connection =
              DriverManager.getConnection(
                  postgres.url(), EmbeddedPostgres.USER, postgres.password());
          Statement statement = connection.createStatement()) {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> {
                  try (ResultSet rows =
                      statement.executeQuery("SELECT customer_id FROM shop.at_risk_customers")) {
                    return rows.next() && rows.getString(1).equals("c1");
                  }
                });
      }
      stop.countDown();
      sink.join();
      assertThat(metrics.getSampleValue("tidewatch_sink_database_up")).isEqualTo(1);
    }
  }

  private Path file(EmbeddedKafka kafka, EmbeddedRegistry registry, EmbeddedPostgres postgres)
      throws Exception {
    Path secret = Files.writeString(directory.resolve("password"), postgres.password() + "\n");
    return Files.writeString(
        directory.resolve("sink.yaml"),
        """
        kafka.bootstrap.servers: %s
        schema.registry.url: %s
        sink.topics: customer-scores
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
                secret));
  }

  private static CustomerScore score() {
    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    return CustomerScore.newBuilder()
        .setCustomerId("c1")
        .setScoredAt(now)
        .setChurn(0.9f)
        .setPurchase7(0.01f)
        .setExpectedSpendMinor(100)
        .setCurrency("EUR")
        .setLastEventAt(now)
        .setModel(new ModelRef("churn", "1", "00"))
        .build();
  }
}
