package io.tidewatch.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.schemas.Topic;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An answer of 200 is a promise: whatever is killed, the event is on its topic. */
@TestMethodOrder(OrderAnnotation.class) // the second test stops the broker
class AcknowledgedEventsIT {
  @RegisterExtension static final LocalGateway GATEWAY = new LocalGateway();

  private static final int SENDERS = 4;
  private static final int BATCH = 10;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  @Order(1)
  void aKilledCollectorHasLostNothingThatItAcknowledged() throws Exception {
    Process collector = collector();
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    try (BufferedReader out = collector.inputReader(StandardCharsets.UTF_8)) {
      URI batches = URI.create(out.readLine() + "/v1/batch");
      for (int sender = 0; sender < SENDERS; sender++) {
        String prefix = "killed-" + sender + "-";
        senders.execute(() -> sendUntilItBreaks(batches, prefix));
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() > 300);
      collector.destroyForcibly();
      senders.shutdown();
      assertThat(senders.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      collector.destroyForcibly();
      senders.shutdownNow();
    }
    assertThat(onTopic()).containsAll(acknowledged);
  }

  @Test
  @Order(2)
  void withoutABrokerNothingIsAcknowledged() throws Exception {
    String page = "{\"messageId\": \"%s\", \"userId\": \"c1\"}";
    assertThat(post(page.formatted("before")).statusCode()).isEqualTo(200);
    GATEWAY.stopKafka();
    HttpResponse<String> answer = post(page.formatted("after"));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("6");
    assertThat(answer.body()).contains("Kafka").doesNotContain("c1");
  }

  private static HttpResponse<String> post(String page) throws Exception {
    return GATEWAY.post("/v1/page", LocalGateway.SERVER_SECRET, page);
  }

  private static Process collector() throws Exception {
    Configuration config = GATEWAY.config();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
            "-cp",
            System.getProperty("java.class.path"),
            CollectorProcess.class.getName(),
            config.get(KafkaOptions.BOOTSTRAP_SERVERS),
            config.get(KafkaOptions.SCHEMA_REGISTRY_URL))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void sendUntilItBreaks(URI batches, String prefix) {
    try {
      for (int batch = 0; ; batch++) {
        String first = prefix + batch + "-";
        List<String> ids = IntStream.range(0, BATCH).mapToObj(i -> first + i).toList();
        String body =
            ids.stream()
                .map("{\"type\": \"page\", \"userId\": \"c1\", \"messageId\": \"%s\"}"::formatted)
                .collect(Collectors.joining(",", "{\"batch\": [", "]}"));
        HttpRequest request =
            HttpRequest.newBuilder(batches)
                .header("Authorization", LocalGateway.basic(LocalGateway.SERVER_SECRET))
                .POST(BodyPublishers.ofString(body))
                .build();
        if (GATEWAY.send(request).statusCode() == 200) {
          acknowledged.addAll(ids);
        }
      }
    } catch (Exception e) {
      // The process is gone: what it acknowledged before is what counts.
      return;
    }
  }

  private static List<String> onTopic() {
    List<String> ids = new ArrayList<>();
    GATEWAY.read(Topic.CLICKSTREAM).forEach(record -> ids.add((String) record.get(0)));
    return ids;
  }
}
