package io.tidewatch.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.ModelRef;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class RunningDeliveryIT {
  @TempDir private Path directory;

  @Test
  void deliversWhatTheFileSays() throws Exception {
    LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    HttpServer room =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CountDownLatch stop = new CountDownLatch(1);
    room.createContext(
        "/",
        exchange -> {
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          stop.countDown(); // while the attempt is under way: it is waited for
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    room.start();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers())) {
      DeliveryConfig config =
          DeliveryConfig.read(file(kafka, registry, room.getAddress().getPort()));
      assertThatThrownBy(() -> RunningDelivery.run(config, new CollectorRegistry(), stop))
          .hasMessageContaining("alert-deliveries")
          .hasMessageContaining("tidewatch topics create");

      TopicAdmin.create(config.kafka(), 1);
      try (RecordProducer producer = new RecordProducer(config.kafka())) {
        producer.send(alert());
      }
      CollectorRegistry metrics = new CollectorRegistry();
      RunningDelivery.run(config, metrics, stop);
      assertThat(received.poll(1, TimeUnit.SECONDS)).contains("客户c1可能流失");
      assertThat(
              metrics.getSampleValue(
                  "tidewatch_delivery_alerts_total",
                  new String[] {"target", "outcome"},
                  new String[] {"room", "delivered"}))
          .isEqualTo(1);
    } finally {
      room.stop(0);
    }
  }

  private Path file(EmbeddedKafka kafka, EmbeddedRegistry registry, int port) throws Exception {
    Path url = directory.resolve("room-url");
    Files.writeString(url, "http://127.0.0.1:" + port + "/room\n");
    return Files.writeString(
        directory.resolve("delivery.yaml"),
        """
        kafka.bootstrap.servers: %s
        schema.registry.url: %s
        delivery.targets.room.kind: slack
        delivery.targets.room.url-file: %s
        delivery.targets.room.language: zh
        """
            .formatted(kafka.bootstrapServers(), registry.url(), url));
  }

  private static ChurnAlert alert() {
    return ChurnAlert.newBuilder()
        .setAlertId("a1")
        .setCustomerId("c1")
        .setDecidedAt(Instant.parse("2026-03-01T10:00:00Z"))
        .setChurn(0.9f)
        .setPurchase7(0.01f)
        .setExpectedSpendMinor(100)
        .setValueAtRiskMinor(900)
        .setCurrency("EUR")
        .setReasons(List.of())
        .setDesk("retention")
        .setModel(new ModelRef("churn", "1", "00"))
        .setPolicyVersion("1")
        .setFeatureDigest("0011223344556677")
        .build();
  }
}
