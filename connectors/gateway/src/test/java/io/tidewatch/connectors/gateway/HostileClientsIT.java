package io.tidewatch.connectors.gateway;

import static io.tidewatch.connectors.gateway.LocalGateway.CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send who mean harm, or are broken: each is refused, and the others are served. */
class HostileClientsIT {
  @RegisterExtension static final LocalGateway GATEWAY = new LocalGateway();

  private static final String PAGE = "{\"userId\": \"c1\"}";

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "client-secret-of-test", "client-secret-of-tests "})
  void refusesUnknownKeys(String secret) throws Exception {
    assertProblem(GATEWAY.post("/v1/page", secret, PAGE), 401);
  }

  @Test
  void refusesTheLackOfAKeyAndBrokenHeaders() throws Exception {
    HttpRequest.Builder bare =
        HttpRequest.newBuilder(GATEWAY.uri("/v1/page")).POST(BodyPublishers.ofString(PAGE));
    assertProblem(GATEWAY.send(bare.copy().build()), 401);
    assertProblem(GATEWAY.send(bare.copy().header("Authorization", "Basic ???").build()), 401);
    assertProblem(GATEWAY.send(bare.copy().header("Authorization", "Bearer x").build()), 401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v1", "/v1/track/x", "/../etc/passwd", "/v1/%2e%2e/health", "/metrics"})
  void answersOnlyOnItsPaths(String path) throws Exception {
    String answer = exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("root:");
    assertThat(GATEWAY.send(HttpRequest.newBuilder(GATEWAY.uri("/health")).build()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void saysWhatIsWrongWithAPath() throws Exception {
    HttpResponse<String> wrong = GATEWAY.post("/v1/nothing", CLIENT_SECRET, PAGE);
    assertProblem(wrong, 404);
    assertThat(wrong.body()).contains("there is nothing at this path");
    assertProblem(GATEWAY.post("/health", CLIENT_SECRET, PAGE), 405);
  }

  static Stream<String> malformed() {
    return Stream.of(
        "", "{", "[]", "null", "{} {}", "\"x\"", "{\"a\":1e}", "[".repeat(100_000), "\u0000");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesWhatIsNoEvent(String body) throws Exception {
    assertProblem(GATEWAY.post("/v1/track", CLIENT_SECRET, body), 400);
  }

  @Test
  void refusesNumbersThatNoMemoryHolds() throws Exception {
    HttpResponse<String> answer =
        GATEWAY.post(
            "/v1/track",
            CLIENT_SECRET,
            """
            {"userId": "c1", "event": "Order Completed",
             "properties": {"order_id": "o", "currency": "EUR", "total": 1e999999999}}""");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("BAD_NUMBER");
  }

  @Test
  void refusesLargeBodiesWhetherTheyDeclareTheirLengthOrNot() throws Exception {
    byte[] large = new byte[LocalGateway.MAX_BODY + 1];
    assertProblem(
        GATEWAY.send(
            GATEWAY.request("/v1/page", CLIENT_SECRET, BodyPublishers.ofByteArray(large)).build()),
        413);
    assertProblem(
        GATEWAY.send(
            GATEWAY
                .request(
                    "/v1/page",
                    CLIENT_SECRET,
                    BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))
                .build()),
        413);
  }

  @Test
  void refusesBatchesOfTooManyEvents() throws Exception {
    String batch = "{\"batch\": [" + "{},".repeat(LocalGateway.MAX_EVENTS) + "{}]}";
    assertProblem(GATEWAY.post("/v1/batch", CLIENT_SECRET, batch), 413);
  }

  @Test
  void stopsCompressedBombs() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(new byte[64 << 20]);
    }
    assertThat(out.size()).isLessThan(LocalGateway.MAX_BODY);
    assertProblem(
        GATEWAY.send(
            GATEWAY
                .request("/v1/page", CLIENT_SECRET, BodyPublishers.ofByteArray(out.toByteArray()))
                .header("Content-Encoding", "gzip")
                .build()),
        413);
  }

  /** More slow clients than the gateway has threads. */
  @Test
  void servesOthersWhileClientsDribble() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Socket socket = new Socket("127.0.0.1", GATEWAY.port());
        slow.add(socket);
        write(
            socket,
            "POST /v1/page HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nAuthorization: "
                + LocalGateway.basic(CLIENT_SECRET)
                + "\r\n\r\n{");
      }
      for (int i = 0; i < 20; i++) {
        assertThat(GATEWAY.post("/v1/page", CLIENT_SECRET, PAGE).statusCode()).isEqualTo(200);
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void writesNothingOfARequestIntoHeaders() throws Exception {
    String evil = "evil\\r\\nSet-Cookie: a=b";
    HttpResponse<String> answer =
        GATEWAY.post("/v1/track", CLIENT_SECRET, "{\"messageId\": \"" + evil + "\", \"event\": 1}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
    assertThat(answer.body()).contains(evil);

    String injected =
        exchange(
            "OPTIONS /v1/t?x=%0d%0aSet-Cookie:a=b HTTP/1.1\r\nHost: x\r\n"
                + "Origin: https://shop.example%0d%0aSet-Cookie:a=b\r\nConnection: close\r\n\r\n");
    assertThat(injected).doesNotContain("Set-Cookie");
  }

  @Test
  void refusesHeadersWithoutEnd() throws Exception {
    String answer =
        exchange("GET /health HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(100_000) + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 431");
  }

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status).doesNotContain("Exception");
  }

  /** Sends bytes as they are and reads the answer to its end. */
  private static String exchange(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", GATEWAY.port())) {
      socket.setSoTimeout(30_000);
      write(socket, request);
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
