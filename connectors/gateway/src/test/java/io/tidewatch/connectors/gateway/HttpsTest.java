package io.tidewatch.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.Javalin;
import io.tidewatch.connectors.tls.Certificates;
import io.tidewatch.connectors.tls.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsTest {
  @TempDir Path folder;

  @Test
  void speaksTlsAndNothingElse() throws Exception {
    Certificates.make(folder, List.of("gateway"));
    Javalin server =
        Javalin.create(
            config -> {
              Https.listen(config, "127.0.0.1", 0, folder.resolve("gateway.pem"));
              config.routes.get("/health", ctx -> ctx.result(ctx.scheme()));
            });
    server.start("127.0.0.1", 0);
    try {
      HttpClient client =
          HttpClient.newBuilder().sslContext(Tls.client(folder.resolve("ca.pem"))).build();
      URI secure = URI.create("https://127.0.0.1:" + server.port() + "/health");
      assertThat(
              client.send(HttpRequest.newBuilder(secure).build(), BodyHandlers.ofString()).body())
          .isEqualTo("https");

      URI plain = URI.create("http://127.0.0.1:" + server.port() + "/health");
      assertThatThrownBy(
              () ->
                  HttpClient.newHttpClient()
                      .send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    } finally {
      server.stop();
    }
  }

  @Test
  void namesTheCertificateThatIsNone() {
    assertThatThrownBy(
            () ->
                Javalin.create(
                    config -> Https.listen(config, "127.0.0.1", 0, folder.resolve("none.pem"))))
        .hasMessageContaining("none.pem");
  }
}
