package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client does when a registry misbehaves; RegistryContract tests it with real ones. */
class SchemaRegistryClientTest {
  private static final String STRING_SCHEMA = "{\"schema\":\"\\\"string\\\"\"}";
  private static final String NOT_FOUND = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

  private record Answer(int status, String body) {}

  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;
  private String url;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          Answer answer = answers.size() > 1 ? answers.poll() : answers.peek();
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    url = "127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void saysThatARegistryRefusesTheLogin() {
    answers.add(new Answer(401, "{}"));
    assertThatThrownBy(() -> client("http://ann:secret@" + url, 1).requireAnswer())
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("refuses the login")
        .hasMessageContaining("schema.registry.url")
        .hasMessageNotContaining("secret");
  }

  @Test
  void asksOnceForAnId() {
    answers.add(new Answer(200, STRING_SCHEMA));
    SchemaRegistryClient client = client("http://" + url + "/apis/ccompat/v7/", 1);
    assertThat(client.schema(7)).isEqualTo(client.schema(7)).isPresent();
    assertThat(requests).containsExactly("GET /apis/ccompat/v7/schemas/ids/7 null");
  }

  @Test
  void triesAgainWhileTheRegistryIsAway() {
    answers.add(new Answer(503, ""));
    answers.add(new Answer(429, ""));
    answers.add(new Answer(200, STRING_SCHEMA));
    assertThat(client("http://" + url, 3).schema(7)).isPresent();
    assertThat(requests).hasSize(3);
  }

  @Test
  void failsWhenTheRegistryStaysAway() {
    answers.add(new Answer(500, ""));
    assertThatThrownBy(() -> client("http://" + url, 2).schema(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(url)
        .hasMessageContaining("in 2 tries")
        .hasMessageContaining("schema.registry.url");
  }

  @Test
  void doesNotTakeAWrongAddressForAnUnknownId() {
    answers.add(new Answer(404, "<html>no such page</html>"));
    assertThatThrownBy(() -> client("http://" + url, 2).schema(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("status 404")
        .hasMessageContaining("Confluent-compatible");
  }

  @Test
  void remembersUnknownIdsForAWhile() {
    answers.add(new Answer(404, NOT_FOUND));
    SchemaRegistryClient patient = client("http://" + url, 1);
    assertThat(patient.schema(7)).isEmpty();
    assertThat(patient.schema(7)).isEmpty();
    assertThat(requests).hasSize(1);
    SchemaRegistryClient impatient =
        new SchemaRegistryClient(
            new RegistrySettings("http://" + url, Duration.ofSeconds(5), 1, Duration.ZERO, "", ""));
    assertThat(impatient.schema(7)).isEmpty();
    answers.add(new Answer(200, STRING_SCHEMA));
    answers.poll();
    assertThat(impatient.schema(7)).isPresent();
  }

  @Test
  void takesSchemasThatAreNotAvroAsUnknown() {
    answers.add(new Answer(200, "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}"));
    answers.add(new Answer(200, "{\"schema\":\"{\\\"type\\\":\\\"nonsense\\\"}\"}"));
    SchemaRegistryClient client = client("http://" + url, 1);
    assertThat(client.schema(1)).isEmpty();
    assertThat(client.schema(2)).isEmpty();
  }

  @Test
  void saysWhyASchemaIsRefused() {
    answers.add(new Answer(409, "{\"error_code\":409,\"message\":\"field x has no default\"}"));
    assertThatThrownBy(
            () -> client("http://" + url, 1).register("offers-value", Topic.OFFERS.schema()))
        .isInstanceOf(SchemaRejectedException.class)
        .hasMessageContaining(url)
        .hasMessageContaining("offers-value")
        .hasMessageContaining("io.tidewatch.schemas.Offer")
        .hasMessageContaining("field x has no default");
  }

  @Test
  void sendsNameAndPasswordAndShowsThemNowhere() {
    answers.add(new Answer(401, "{}"));
    assertThatThrownBy(() -> client("http://ada:secret@" + url, 1).schema(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageNotContaining("secret");
    assertThat(requests).containsExactly("GET /schemas/ids/1 Basic YWRhOnNlY3JldA==");
  }

  private static SchemaRegistryClient client(String url, int attempts) {
    return new SchemaRegistryClient(
        new RegistrySettings(url, Duration.ofSeconds(5), attempts, Duration.ofMinutes(1), "", ""));
  }
}
