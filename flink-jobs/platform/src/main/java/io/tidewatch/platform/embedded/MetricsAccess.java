package io.tidewatch.platform.embedded;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpsConfigurator;
import io.prometheus.client.exporter.HTTPServer;
import io.tidewatch.connectors.gateway.http.Secret;
import io.tidewatch.connectors.tls.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and to whom metrics are shown. Immutable.
 *
 * @param host interface to listen on
 * @param port port to listen on, 0 for a free one
 * @param certificate PEM file with private key and certificate for TLS; empty: plain HTTP
 * @param tokenFile file with the token that whoever asks must show; empty: none
 */
public record MetricsAccess(
    String host, int port, Optional<Path> certificate, Optional<Path> tokenFile) {
  private static final int UNAUTHORIZED = 401;
  private static final String BEARER = "Bearer ";

  /** Shows them by plain HTTP on this machine only. */
  static MetricsAccess loopback(int port) {
    return new MetricsAccess("127.0.0.1", port, Optional.empty(), Optional.empty());
  }

  /** Returns the address for a port. */
  String url(int actualPort) {
    String scheme = certificate.isPresent() ? "https://" : "http://";
    return scheme + host + ":" + actualPort + "/metrics";
  }

  /**
   * Secures a server before it starts.
   *
   * @throws IllegalArgumentException if a file cannot be used, naming it
   */
  void apply(HTTPServer.Builder server) {
    certificate.ifPresent(
        file -> server.withHttpsConfigurator(new HttpsConfigurator(Tls.server(file))));
    tokenFile.ifPresent(file -> server.withAuthenticator(new Bearer(token(file))));
  }

  private static Secret token(Path file) {
    try {
      return Secret.of("the metrics, in " + file, Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the token of the metrics in " + file, e);
    }
  }

  /** Lets in who shows the token. */
  private static final class Bearer extends Authenticator {
    private final Secret token;

    Bearer(Secret token) {
      this.token = token;
    }

    @Override
    public Result authenticate(HttpExchange exchange) {
      String shown = exchange.getRequestHeaders().getFirst("Authorization");
      boolean known =
          shown != null
              && shown.startsWith(BEARER)
              && token.matches(Secret.shown(shown.substring(BEARER.length())));
      return known
          ? new Success(new HttpPrincipal("metrics", "metrics"))
          : new Failure(UNAUTHORIZED);
    }
  }
}
