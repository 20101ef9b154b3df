package io.tidewatch.connectors.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.embedded.EmbeddedKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryIT {
  private static final String ORDER =
      "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Order\\\",\\\"fields\\\":[{\\\"name\\\":\\\"id\\\",\\\"type\\\":\\\"string\\\"}]}";

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(directory);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void remembersSchemasAndLevelsOverARestart() throws Exception {
    String before;
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers())) {
      before =
          post(registry, "/subjects/orders-value/versions", "{\"schema\":\"" + ORDER + "\"}")
              .body();
      send(registry, "PUT", "/config/orders-value", "{\"compatibility\":\"NONE\"}");
    }
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers())) {
      assertThat(
              post(registry, "/subjects/orders-value/versions", "{\"schema\":\"" + ORDER + "\"}")
                  .body())
          .isEqualTo(before);
      assertThat(send(registry, "GET", "/config/orders-value", "").body())
          .isEqualTo("{\"compatibilityLevel\":\"NONE\"}");
      HttpResponse<String> versions = send(registry, "GET", "/subjects/orders-value/versions", "");
      assertThat(versions.body()).isEqualTo("[1]");
      assertThat(versions.headers().firstValue("Content-Type"))
          .hasValueSatisfying(
              type -> assertThat(type).startsWith("application/vnd.schemaregistry.v1+json"));
    }
  }

  @Test
  void givesOneIdToManyWhoRegisterTheSameAtOnce() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers())) {
      Set<String> answers = ConcurrentHashMap.newKeySet();
      IntStream.range(0, 16)
          .parallel()
          .forEach(
              i ->
                  answers.add(
                      post(
                              registry,
                              "/subjects/many-" + i % 4 + "/versions",
                              "{\"schema\":\"" + ORDER + "\"}")
                          .body()));
      assertThat(answers).hasSize(1);
    }
  }

  @Test
  void refusesBodiesOverItsLimitAndBodiesThatAreNoJson() {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers())) {
      String large = "{\"schema\":\"" + "x".repeat(2 << 20) + "\"}";
      assertThat(post(registry, "/subjects/s/versions", large).statusCode()).isEqualTo(413);
      for (String body : List.of("", "[]", "{", "null")) {
        HttpResponse<String> answer = post(registry, "/subjects/s/versions", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("error_code");
      }
      assertThat(post(registry, "/subjects/s/versions", "{}").statusCode()).isEqualTo(422);
      assertThat(send(registry, "GET", "/nowhere", "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void saysWhichPortIsTaken() {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers())) {
      int port = URI.create(registry.url()).getPort();
      assertThatThrownBy(() -> EmbeddedRegistry.start(kafka.bootstrapServers(), "127.0.0.1", port))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("127.0.0.1:" + port);
    }
  }

  private HttpResponse<String> post(EmbeddedRegistry registry, String path, String body) {
    return send(registry, "POST", path, body);
  }

  private HttpResponse<String> send(
      EmbeddedRegistry registry, String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.url() + path))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return http.sendAsync(request, BodyHandlers.ofString()).join();
  }
}
