package io.tidewatch.connectors.registry;

import io.javalin.config.JavalinConfig;
import io.javalin.http.UnauthorizedResponse;
import io.tidewatch.connectors.tls.Tls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * How the registry is secured: it speaks TLS, answers those who show its token, and logs in to
 * Kafka. Immutable.
 *
 * @param certificate PEM file with its private key and certificate
 * @param token what clients show as {@code Authorization: Bearer}
 * @param clients properties of its Kafka clients, without the address
 */
public record RegistrySecurity(Path certificate, String token, Map<String, String> clients) {
  private static final String BEARER = "Bearer ";

  public RegistrySecurity {
    if (token.isBlank()) {
      throw new IllegalArgumentException("the token of the registry is empty");
    }
    clients = Map.copyOf(clients);
  }

  /** Lets the server listen by TLS, and ask for the token. */
  void apply(JavalinConfig config, String host, int port) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(Tls.server(certificate));
    config.jetty.addConnector(
        (server, http) -> {
          // Clients find it by an address; its certificate is good for that, whatever they ask for.
          http.addCustomizer(new SecureRequestCustomizer(false));
          ServerConnector connector =
              new ServerConnector(
                  server,
                  new SslConnectionFactory(tls, "http/1.1"),
                  new HttpConnectionFactory(http));
          connector.setHost(host);
          connector.setPort(port);
          return connector;
        });
    byte[] expected = (BEARER + token).getBytes(StandardCharsets.UTF_8);
    config.routes.before(
        ctx -> {
          String shown = ctx.header("Authorization");
          boolean known =
              shown != null
                  && MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8));
          if (!known) {
            throw new UnauthorizedResponse("show the registry's token: Authorization: Bearer");
          }
        });
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "RegistrySecurity[" + certificate + "]";
  }
}
