package io.tidewatch.connectors.registry;

import io.javalin.Javalin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry with the Confluent-compatible REST API inside this process, for Avro schemas.
 * Subjects are FULL_TRANSITIVE unless set otherwise. Schemas are kept in the compacted Kafka topic
 * {@code _schemas}, so ids stay the same over restarts; one registry per Kafka cluster may run.
 * Thread-safe.
 *
 * <pre>{@code
 * try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers())) {
 *   config.set(KafkaOptions.SCHEMA_REGISTRY_URL, registry.url());
 * }
 * }</pre>
 */
public final class EmbeddedRegistry implements AutoCloseable {
  /** Asks for any free port. */
  public static final int FREE_PORT = 0;

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
  private static final long MAX_BODY_BYTES = 1 << 20;

  private final SchemaTopic topic;
  private final Javalin server;
  private final String host;
  private final boolean secured;

  private EmbeddedRegistry(SchemaTopic topic, Javalin server, String host, boolean secured) {
    this.topic = topic;
    this.server = server;
    this.host = host;
    this.secured = secured;
  }

  /** Starts a registry on the loopback interface and a free port. */
  public static EmbeddedRegistry start(String bootstrapServers) {
    return start(bootstrapServers, "127.0.0.1", FREE_PORT);
  }

  /**
   * Starts a registry and waits until it has read all schemas back.
   *
   * @param bootstrapServers Kafka brokers, as host:port
   * @param host interface to listen on
   * @param port port to listen on, or {@link #FREE_PORT}
   * @throws IllegalStateException if Kafka does not answer or the port is taken
   */
  public static EmbeddedRegistry start(String bootstrapServers, String host, int port) {
    return start(bootstrapServers, host, port, Optional.empty());
  }

  /**
   * Starts a registry and waits until it has read all schemas back.
   *
   * @param bootstrapServers Kafka brokers, as host:port
   * @param host interface to listen on
   * @param port port to listen on, or {@link #FREE_PORT}
   * @param security how it is secured; empty: plain HTTP, open to all who reach it, over a Kafka
   *     that is so too
   * @throws IllegalStateException if Kafka does not answer or the port is taken
   * @throws IllegalArgumentException if a file of its security cannot be used
   */
  public static EmbeddedRegistry start(
      String bootstrapServers, String host, int port, Optional<RegistrySecurity> security) {
    Map<String, Object> clients = new HashMap<>();
    security.ifPresent(given -> clients.putAll(given.clients()));
    clients.put("bootstrap.servers", bootstrapServers);
    SchemaTopic topic = new SchemaTopic(clients);
    try {
      Subjects subjects = new Subjects(topic::write);
      topic.replay(subjects::apply);
      RegistryApi api = new RegistryApi(subjects);
      Javalin server =
          Javalin.create(
              config -> {
                config.startup.showJavalinBanner = false;
                config.startup.showOldJavalinVersionWarning = false;
                config.http.maxRequestSize = MAX_BODY_BYTES;
                config.http.defaultContentType = RegistryApi.MEDIA_TYPE;
                security.ifPresent(given -> given.apply(config, host, port));
                api.register(config.routes);
              });
      server.start(host, port);
      EmbeddedRegistry registry = new EmbeddedRegistry(topic, server, host, security.isPresent());
      LOG.info("schema registry on {}", registry.url());
      return registry;
    } catch (RuntimeException e) {
      topic.close();
      throw new IllegalStateException(
          "schema registry did not start on "
              + host
              + ":"
              + port
              + " over Kafka "
              + bootstrapServers
              + "; is the port taken?",
          e);
    }
  }

  /** Returns the address for {@code schema.registry.url}. */
  public String url() {
    return (secured ? "https://" : "http://") + host + ":" + server.port();
  }

  /** Stops listening and disconnects from Kafka. */
  @Override
  public void close() {
    server.stop();
    topic.close();
  }
}
