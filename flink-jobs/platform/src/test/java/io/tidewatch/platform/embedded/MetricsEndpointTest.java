package io.tidewatch.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.tls.Certificates;
import io.tidewatch.connectors.tls.Tls;
import io.tidewatch.scoring.BudgetFigure;
import io.tidewatch.scoring.EventCounts;
import io.tidewatch.scoring.ModelHealth;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsEndpointTest {
  private static final Map<String, EventCounts> COUNTS =
      Map.of("purchases", new EventCounts(7, 2, 1, 3));
  private static final List<ModelHealth> HEALTH =
      List.of(
          new ModelHealth("churn", "", "scorePsiRegular", 0.25),
          new ModelHealth("churn", "clicks_7d", "missingEvent", Double.NaN));

  private static final List<BudgetFigure> BUDGETS =
      BudgetFigure.of(Map.of("tidewatch.budget|offer|left|spring|1", 40L, "other", 1L));

  @TempDir Path folder;

  private static MetricsEndpoint start(int port) {
    return MetricsEndpoint.start(() -> COUNTS, () -> HEALTH, () -> BUDGETS, port);
  }

  @Test
  void servesTheCountsOfEachTopicAndTheProcess() throws Exception {
    try (MetricsEndpoint endpoint = start(0)) {
      String page =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(endpoint.url())).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();

      assertThat(page)
          .contains("tidewatch_events_total{topic=\"purchases\",outcome=\"folded\",} 7.0")
          .contains("tidewatch_events_total{topic=\"purchases\",outcome=\"duplicate\",} 2.0")
          .contains("tidewatch_events_total{topic=\"purchases\",outcome=\"dead_lettered\",} 1.0")
          .contains("tidewatch_events_total{topic=\"purchases\",outcome=\"late\",} 3.0")
          .contains(
              "tidewatch_model_health{slot=\"churn\",feature=\"\",metric=\"scorePsiRegular\",}"
                  + " 0.25",
              "tidewatch_model_health{slot=\"churn\",feature=\"clicks_7d\",metric=\"missingEvent\",}"
                  + " NaN")
          .contains("tidewatch_budget{kind=\"offer\",id=\"spring|1\",metric=\"left\",} 40.0")
          .contains("process_cpu_seconds_total")
          .contains("jvm_memory_pool_bytes_used");
    }
  }

  @Test
  void showsThemByTlsToWhoeverHasTheToken() throws Exception {
    Certificates.make(folder, List.of("metrics"));
    Path token = Files.writeString(folder.resolve("token"), "token-of-prometheus\n");
    MetricsAccess access =
        new MetricsAccess(
            "127.0.0.1", 0, Optional.of(folder.resolve("metrics.pem")), Optional.of(token));
    HttpClient client =
        HttpClient.newBuilder().sslContext(Tls.client(folder.resolve("ca.pem"))).build();

    try (MetricsEndpoint endpoint = MetricsEndpoint.start(access)) {
      assertThat(endpoint.url()).startsWith("https://");
      assertThat(status(client, endpoint, "Bearer token-of-prometheus")).isEqualTo(200);
      assertThat(status(client, endpoint, "Bearer another-token-of-it")).isEqualTo(401);
      assertThat(status(client, endpoint, "token-of-prometheus")).isEqualTo(401);
    }
  }

  private static int status(HttpClient client, MetricsEndpoint endpoint, String authorization)
      throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(endpoint.url()))
                .header("Authorization", authorization)
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void saysWhichPortIsTaken() {
    try (MetricsEndpoint endpoint = start(0)) {
      int port = URI.create(endpoint.url()).getPort();

      assertThatThrownBy(() -> start(port))
          .hasMessageContaining(Integer.toString(port))
          .hasMessageContaining("--metrics-port");
    }
  }

  @Test
  void saysWhichInterfaceIsNotThere() {
    assertThatThrownBy(() -> MetricsEndpoint.start("203.0.113.9", 0))
        .hasMessageContaining("cannot serve metrics on 203.0.113.9:0");
  }
}
