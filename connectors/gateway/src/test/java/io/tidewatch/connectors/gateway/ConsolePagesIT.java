package io.tidewatch.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's files over HTTP. */
class ConsolePagesIT {
  @RegisterExtension static final LocalGateway GATEWAY = new LocalGateway();

  @Test
  void servesThePageWithAStrictPolicy() throws Exception {
    HttpResponse<String> page = get("/console");
    assertThat(page.statusCode()).isEqualTo(200);
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "*", "http");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    // Nothing inline that the policy would stop.
    assertThat(page.body()).doesNotContain("<style", " style=", " onclick=", "javascript:");
    assertThat(page.body()).doesNotContainPattern("<script(?![^>]*src=)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.js, text/javascript",
        "console.css, text/css",
        "uPlot.esm.js, text/javascript",
        "texts/zh.json, application/json"
      })
  void servesItsFilesByTheirTypes(String fileAndType) throws Exception {
    String[] parts = fileAndType.split(", ");
    HttpResponse<String> file = get("/console/" + parts[0]);
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Content-Type").orElseThrow()).startsWith(parts[1]);
    assertThat(file.body()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/../../etc/passwd",
        "/console/..%2f..%2fetc%2fpasswd",
        "/console/%2e%2e/%2e%2e/etc/passwd",
        "/console/..\\..\\etc\\passwd",
        "/console/..;/query/openapi.json",
        "/console/../query/openapi.json",
        "/console//etc/passwd",
        "/console/ConsolePages.class",
        "/console/texts/",
        "/console/texts/en.json%00.html"
      })
  void servesNothingElse(String path) throws Exception {
    String answer = raw(path);
    assertThat(answer).matches("(?s)HTTP/1.1 40[04].*");
    assertThat(answer).doesNotContain("root:x:", "\"paths\"", "signIn.title");
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return GATEWAY.send(HttpRequest.newBuilder(GATEWAY.uri(path)).build());
  }

  /** Java's client would clean the path first. */
  private static String raw(String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", GATEWAY.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
