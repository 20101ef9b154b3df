package io.tidewatch.connectors.registry;

/**
 * A schema registry with the Confluent-compatible REST API inside this process. Schemas are kept in
 * a compacted Kafka topic. Thread-safe.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  /** Asks for any free port. */
  public static final int FREE_PORT = 0;

  private EmbeddedRegistry() {}

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
   */
  public static EmbeddedRegistry start(String bootstrapServers, String host, int port) {
    throw new UnsupportedOperationException();
  }

  /** Returns the address for {@code schema.registry.url}. */
  public String url() {
    throw new UnsupportedOperationException();
  }

  /** Stops listening and disconnects from Kafka. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
