package io.tidewatch.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.delivery.Answer.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpChannelTest {
  private static final Message MESSAGE = Message.of("crm", List.of(Alerts.of("a", "c", "crm")));

  @ParameterizedTest
  @CsvSource({
    "200, DELIVERED",
    "204, DELIVERED",
    "301, REFUSED",
    "307, REFUSED",
    "400, REFUSED",
    "401, REFUSED",
    "404, REFUSED",
    "408, LATER",
    "410, REFUSED",
    "422, REFUSED",
    "429, LATER",
    "500, LATER",
    "502, LATER",
    "503, LATER"
  })
  void statusesDecideWhetherToTryAgain(int status, Kind kind) throws Exception {
    try (LocalTarget target = LocalTarget.start().always(status)) {
      assertThat(channel(target.url(), Duration.ofSeconds(5)).send(MESSAGE).kind()).isEqualTo(kind);
      assertThat(target.requests()).hasSize(1);
    }
  }

  @Test
  void readsHowLongItIsToWait() throws Exception {
    try (LocalTarget target = LocalTarget.start().answers(503, "Retry-After", "7")) {
      assertThat(channel(target.url(), Duration.ofSeconds(5)).send(MESSAGE).retryAfter())
          .contains(Duration.ofSeconds(7));
    }
  }

  @Test
  void aServerThatIsNotThereIsTriedAgainAndItsAddressNotTold() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Answer answer =
        channel(URI.create("http://127.0.0.1:" + port + "/secret"), Duration.ofSeconds(5))
            .send(MESSAGE);
    assertThat(answer.kind()).isEqualTo(Kind.LATER);
    assertThat(answer.detail()).contains("ConnectException").doesNotContain("secret");
  }

  @Test
  void aSilentServerIsTriedAgain() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Answer answer =
          channel(
                  URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"),
                  Duration.ofMillis(300))
              .send(MESSAGE);
      assertThat(answer.kind()).isEqualTo(Kind.LATER);
      assertThat(answer.detail()).startsWith("no answer");
    }
  }

  @Test
  void theStatusCountsAndABodyThatDripsForEverIsNotWaitedFor() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread dripping = new Thread(() -> drip(server));
      dripping.start();
      Answer answer =
          channel(
                  URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"),
                  Duration.ofSeconds(30))
              .send(MESSAGE);
      assertThat(answer.kind()).isEqualTo(Kind.DELIVERED);
      dripping.join(); // its connection was closed from this side
    }
  }

  /** Sends one character of an endless body each time that the other side could take it. */
  private static void drip(ServerSocket server) {
    try (Socket socket = server.accept()) {
      InputStream in = socket.getInputStream();
      in.read();
      OutputStream out = socket.getOutputStream();
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      while (in.read() >= 0) {
        out.write('x');
      }
    } catch (IOException e) {
      // The other side hung up, which is what the test waits for.
      return;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "jar:http://a.example!/", "http:///x", "//a.example"})
  void addressesAreThoseOfServers(String address) {
    assertThatThrownBy(() -> Targets.webhook(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https:// or http://");
  }

  private static HttpChannel channel(URI url, Duration timeout) {
    return new HttpChannel(
        new HttpTarget(url, Body.webhook(), Optional.empty(), timeout), Clock.systemUTC());
  }
}
