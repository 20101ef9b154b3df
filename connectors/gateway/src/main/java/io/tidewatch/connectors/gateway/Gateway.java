package io.tidewatch.connectors.gateway;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.gateway.collector.CollectorApi;
import io.tidewatch.connectors.gateway.console.ConsolePages;
import io.tidewatch.connectors.gateway.http.Problems;
import io.tidewatch.connectors.gateway.query.QueryApi;
import io.tidewatch.connectors.gateway.query.RecordSource;
import io.tidewatch.connectors.kafka.RecordProducer;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the platform. Thread-safe.
 *
 * <p>Bodies of up to {@value #EAGER_BYTES} bytes are read before a thread is given to their
 * request, so that clients that dribble hold connections, of which there are {@value
 * #MAX_CONNECTIONS}, and no threads.
 */
public final class Gateway implements AutoCloseable {
  static final int EAGER_BYTES = 64 << 10;
  static final int MAX_CONNECTIONS = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final int MAX_THREADS = 64;
  private static final int HEADER_BYTES = 8 << 10;
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

  /** Below this rate a client is not slow but hostile. */
  private static final int LEAST_BYTES_PER_SECOND = 256;

  private final Javalin server;
  private final GatewaySettings settings;
  private final Optional<QueryApi> query;

  private Gateway(Javalin server, GatewaySettings settings, Optional<QueryApi> query) {
    this.server = server;
    this.settings = settings;
    this.query = query;
  }

  /**
   * Starts serving.
   *
   * @param producer where events and outcomes of alerts go; closed by the caller, after the gateway
   * @param source what answers come from
   * @param registry takes the metrics
   * @throws IllegalStateException if the port is taken, or the store used by another process
   * @throws IllegalArgumentException if the certificate cannot be used
   */
  public static Gateway start(
      GatewaySettings settings,
      RecordProducer producer,
      RecordSource source,
      CollectorRegistry registry) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("gateway");
    CollectorApi collector = new CollectorApi(settings.collector(), producer, registry, threads);
    Optional<QueryApi> query =
        settings.query().map(given -> QueryApi.start(given, source, producer, registry, threads));
    try {
      Javalin server =
          Javalin.create(
              config -> {
                serve(config, threads);
                settings
                    .certificate()
                    .ifPresent(
                        file -> Https.listen(config, settings.host(), settings.port(), file));
                collector.register(config.routes);
                query.ifPresent(api -> api.register(config.routes));
                if (query.isPresent()) {
                  new ConsolePages().register(config.routes);
                }
              });
      server.start(settings.host(), settings.port());
      Gateway gateway = new Gateway(server, settings, query);
      LOG.info("gateway on {}", gateway.url());
      return gateway;
    } catch (IllegalArgumentException e) {
      query.ifPresent(QueryApi::close);
      throw e;
    } catch (RuntimeException e) {
      query.ifPresent(QueryApi::close);
      throw new IllegalStateException(
          "the gateway did not start on "
              + settings.host()
              + ":"
              + settings.port()
              + "; is the port taken?",
          e);
    }
  }

  private static void serve(JavalinConfig config, QueuedThreadPool threads) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.router.treatMultipleSlashesAsSingleSlash = true;
    config.http.prefer405over404 = true;
    config.http.asyncTimeout = LONGEST_ANSWER.toMillis();
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(Gateway::limit);
    config.jetty.modifyServer(Gateway::limit);
    config.routes.before(
        ctx -> ctx.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store"));
    config.routes.get(
        "/health", ctx -> ctx.contentType("application/json").result("{\"status\":\"up\"}"));
    Problems.register(config.routes);
  }

  private static void limit(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setIdleTimeout(IDLE.toMillis());
    http.setMinRequestDataRate(LEAST_BYTES_PER_SECOND);
  }

  private static void limit(Server server) {
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
    server.insertHandler(
        new EagerContentHandler(
            new EagerContentHandler.RetainedContentLoaderFactory(EAGER_BYTES, 0, false)));
  }

  /** Returns the address for clients on this machine. */
  public String url() {
    String scheme = settings.certificate().isPresent() ? "https://" : "http://";
    return scheme + settings.host() + ":" + server.port();
  }

  /** Returns the address of the console; empty where there is no query API that it could ask. */
  public Optional<String> consoleUrl() {
    return query.map(api -> url() + ConsolePages.ROOT);
  }

  /** Stops listening; requests that wait for Kafka are still answered. */
  @Override
  public void close() {
    query.ifPresent(QueryApi::endLive);
    server.stop();
    query.ifPresent(QueryApi::close);
  }
}
