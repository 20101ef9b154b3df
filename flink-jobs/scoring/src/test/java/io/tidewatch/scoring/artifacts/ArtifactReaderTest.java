package io.tidewatch.scoring.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArtifactReaderTest {
  private static final int MAX = 1_000;

  @TempDir private Path folder;
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private String host;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/whole", exchange -> answer(exchange, 200, new byte[MAX]));
    server.createContext("/large", exchange -> answer(exchange, 200, new byte[MAX + 1]));
    server.createContext("/endless", this::answerWithoutEnd);
    server.createContext("/stuck", this::answerHalf);
    server.createContext("/gone", exchange -> answer(exchange, 404, new byte[10]));
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/whole");
          answer(exchange, 302, new byte[0]);
        });
    server.createContext(
        "/greeting",
        exchange ->
            answer(
                exchange,
                200,
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    server.start();
    host = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void readsFilesAndHttpUpToTheLimit() throws IOException {
    Path file = Files.write(folder.resolve("a.zip"), new byte[MAX]);
    assertThat(reader().read(file.toUri().toString())).hasSize(MAX);
    assertThat(reader().read(host + "/whole")).hasSize(MAX);
  }

  @Test
  void breaksOffWhatIsTooLarge() throws IOException {
    Path file = Files.write(folder.resolve("a.zip"), new byte[MAX + 1]);
    for (String address : List.of(file.toUri().toString(), host + "/large", host + "/endless")) {
      assertThatExceptionOfType(TooLargeException.class)
          .isThrownBy(() -> reader().read(address))
          .withMessageContaining("at most 1000 are read");
    }
  }

  @Test
  void doesNotWaitForAServerThatStops() {
    assertThatIOException()
        .isThrownBy(() -> reader(Duration.ofMillis(200)).read(host + "/stuck"))
        .withMessageContaining("/stuck did not answer whole within 200 ms");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /gone                   | /gone answered 404
          /moved                  | /moved answered 302; redirects are not followed
          /gone?token=secret#part | /gone answered 404
          """)
  void saysWhatAnHttpServerAnsweredAndNoSecrets(String path, String because) {
    assertThatIOException()
        .isThrownBy(() -> reader().read(host + path))
        .withMessageContaining(because)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @Test
  void refusesCredentialsInAnAddressWithoutRepeatingThem() {
    assertThatIOException()
        .isThrownBy(() -> reader().read("http://me:secret@127.0.0.1:1/a.zip"))
        .withMessageContaining("http://127.0.0.1:1/a.zip holds a name or password")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    assertThatIOException()
        .isThrownBy(() -> reader().read("http:// bad?secret"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @Test
  void tellsHeadersOnlyToPlacesThatAreNamed() throws IOException {
    Map<String, String> headers = Map.of("Authorization", "Bearer secret");
    var trusting = new ArtifactReader(MAX, List.of(host), Duration.ofSeconds(5), headers);
    assertThat(trusting.read(host + "/greeting")).asString().isEqualTo("Bearer secret");
    assertThat(reader().read(host + "/greeting")).asString().isEqualTo("null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ArtifactReader(MAX, List.of(), Duration.ofSeconds(5), headers))
        .withMessageContaining("name the servers in models.stores");
  }

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/models/a.zip, true",
    "s3://bucket/models/deep/a.zip, true",
    "s3://bucket/models2/a.zip, false",
    "s3://bucket/models/../secret/a.zip, false",
    "s3://bucket/models/%2e%2e/secret/a.zip, false",
    "s3://bucket/models/..%2fsecret/a.zip, false",
    "s3://other/models/a.zip, false",
    "s3a://bucket/models/a.zip, false",
    "https://HOST/a.zip, true",
    "https://host.evil/a.zip, false",
    "https://host@evil/a.zip, false",
    "file:///srv/models/a.zip, true",
    "file:/srv/models/a.zip, true",
    "file:///srv/models/../../etc/passwd, false",
    "file:///etc/passwd, false",
    "/srv/models/a.zip, false",
    "no uri at all, false"
  })
  void keepsToThePlacesThatAreNamed(String address, boolean below) {
    List<String> places = List.of("s3://bucket/models", "https://host/", "file:///srv/models");
    assertThat(ArtifactAddress.isBelow(address, places)).isEqualTo(below);
    assertThat(ArtifactAddress.isBelow(address, List.of())).isTrue();
  }

  @Test
  void readsNothingFromElsewhere() throws IOException {
    Path file = Files.write(folder.resolve("a.zip"), new byte[1]);
    var reader = new ArtifactReader(MAX, List.of("s3://bucket"), Duration.ofSeconds(5), Map.of());
    assertThatIOException()
        .isThrownBy(() -> reader.read(file.toUri().toString()))
        .withMessageContaining("lies in none of the places that releases may come from");
  }

  private ArtifactReader reader() {
    return reader(Duration.ofSeconds(5));
  }

  private static ArtifactReader reader(Duration timeout) {
    return new ArtifactReader(MAX, List.of(), timeout, Map.of());
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void answerWithoutEnd(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      while (end.getCount() > 0) {
        exchange.getResponseBody().write(new byte[MAX]);
      }
    }
  }

  private void answerHalf(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 10);
      exchange.getResponseBody().write(1);
      exchange.getResponseBody().flush();
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
