package io.tidewatch.connectors.gateway;

import io.javalin.config.JavalinConfig;
import io.tidewatch.connectors.tls.Tls;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Lets the gateway listen by TLS, and by nothing else. Stateless. */
final class Https {
  private Https() {}

  static void listen(JavalinConfig config, String host, int port, Path certificate) {
    SSLContext context = Tls.server(certificate);
    config.jetty.addConnector((server, http) -> connector(server, http, host, port, context));
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, String host, int port, SSLContext context) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(context);
    // Clients may come by an address or a name that a proxy has; the certificate is theirs to
    // judge.
    http.addCustomizer(new SecureRequestCustomizer(false));
    ServerConnector connector =
        new ServerConnector(
            server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    return connector;
  }
}
