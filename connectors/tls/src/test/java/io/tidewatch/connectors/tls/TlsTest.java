package io.tidewatch.connectors.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir static Path folder;
  @TempDir static Path others;

  @BeforeAll
  static void make() {
    Certificates.make(folder, List.of("server"));
    Certificates.make(others, List.of("server"));
  }

  @Test
  void clientsTrustTheirAuthorityAndNoOther() throws Exception {
    try (Server server = new Server(Tls.server(folder.resolve("server.pem")))) {
      assertThat(server.ask(Tls.client(folder.resolve("ca.pem")))).isEqualTo(204);
      assertThatThrownBy(() -> server.ask(Tls.client(others.resolve("ca.pem"))))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void filesArePrivateAndTheKeyOfTheAuthorityIsGone() throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("ca.pem", "server.pem");
    }
    assertThat(folder.resolve("ca.pem")).content().doesNotContain("PRIVATE");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("server.pem"))))
        .isEqualTo("rw-------");
  }

  @Test
  void whatIsThereIsKept() throws IOException {
    String before = Files.readString(folder.resolve("server.pem"));
    Certificates.make(folder, List.of("server"));
    assertThat(folder.resolve("server.pem")).hasContent(before);
  }

  @Test
  void namesTheFileAtFault() throws IOException {
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> Tls.client(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing.pem")
        .hasMessageContaining("NoSuchFileException");
    Path empty = Files.writeString(others.resolve("empty.pem"), "nothing");
    assertThatThrownBy(() -> Tls.client(empty)).hasMessageContaining("BEGIN CERTIFICATE");
    assertThatThrownBy(() -> Tls.server(folder.resolve("ca.pem")))
        .hasMessageContaining("ca.pem holds 0 private keys");
  }

  private static final class Server implements AutoCloseable {
    private final HttpsServer server;

    Server(SSLContext context) throws IOException {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      server.start();
    }

    int ask(SSLContext context) throws IOException, InterruptedException {
      URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
      return HttpClient.newBuilder()
          .sslContext(context)
          .build()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
          .statusCode();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
