package io.tidewatch.connectors.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A single-node Kafka broker (KRaft, broker and controller in one) that runs inside this process
 * and listens on the loopback interface only. Starting it again on the same directory finds the
 * topics and records of before. The first start in a process takes one to three seconds, later ones
 * less than one.
 *
 * <p>Thread-safe: {@link #close} may be called from any thread, and more than once.
 *
 * <pre>{@code
 * try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
 *   var producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka.bootstrapServers(), ...));
 * }
 * }</pre>
 */
public final class EmbeddedKafka implements AutoCloseable {
  /** Asks for any free port. */
  public static final int FREE_PORT = 0;

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  static final String LOOPBACK = "127.0.0.1";
  private static final int NODE_ID = 1;
  private static final int ATTEMPTS = 5;

  private final KafkaRaftServer server;
  private final int port;
  private boolean closed;

  private EmbeddedKafka(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker on a free port.
   *
   * @param directory where topics and metadata are kept; created if it does not exist
   * @throws IllegalStateException if the broker does not start
   */
  public static EmbeddedKafka start(Path directory) {
    return start(directory, FREE_PORT);
  }

  /**
   * Starts a broker.
   *
   * @param directory where topics and metadata are kept; created if it does not exist
   * @param port port for clients, or {@link #FREE_PORT}
   * @throws IllegalStateException if the broker does not start, for instance because the port is
   *     taken
   */
  public static EmbeddedKafka start(Path directory, int port) {
    return start(directory, port, Map.of());
  }

  /**
   * Starts a broker with settings of its own, such as listeners that ask for a login.
   *
   * @param directory where topics and metadata are kept; created if it does not exist
   * @param port port for clients, or {@link #FREE_PORT}
   * @param more Kafka's broker settings by name, which win over those of this class
   * @throws IllegalStateException if the broker does not start, for instance because the port is
   *     taken
   */
  public static EmbeddedKafka start(Path directory, int port, Map<String, String> more) {
    return start(directory, port, Optional.empty(), more);
  }

  /**
   * Starts a broker that lets in only those who log in by TLS, and lets them do only what they have
   * a right to.
   *
   * @param directory where topics and metadata are kept; created if it does not exist
   * @param port port for clients, or {@link #FREE_PORT}
   * @param security logins and certificates; logins count when the directory is new
   * @param more Kafka's broker settings by name, which win over those of this class
   * @throws IllegalStateException if the broker does not start, for instance because the port is
   *     taken
   */
  public static EmbeddedKafka startSecured(
      Path directory, int port, BrokerSecurity security, Map<String, String> more) {
    return start(directory, port, Optional.of(security), more);
  }

  private static EmbeddedKafka start(
      Path directory, int port, Optional<BrokerSecurity> security, Map<String, String> more) {
    // Another process may take a free port between choosing and binding it, hence the attempts.
    int attempts = port == FREE_PORT ? ATTEMPTS : 1;
    RuntimeException failure = null;
    for (int attempt = 0; attempt < attempts; attempt++) {
      try {
        return startOnce(directory, port == FREE_PORT ? freePort() : port, security, more);
      } catch (RuntimeException e) {
        LOG.debug("broker start {} of {} failed", attempt + 1, attempts, e);
        failure = e;
      }
    }
    throw new IllegalStateException(
        "Kafka broker did not start on "
            + LOOPBACK
            + (port == FREE_PORT ? "" : ":" + port)
            + " with data in "
            + directory
            + "; is the port taken, or does another broker use the directory?",
        failure);
  }

  /**
   * Starts one broker of a quorum, each of which runs in a process of its own; a broker that is
   * started again with the same arguments goes on where it was.
   *
   * @param directory where topics and metadata of this broker are kept; created if it does not
   *     exist
   * @param quorum all brokers
   * @param nodeId which of them this is, from 1
   * @param security logins and certificates, the same for all; empty: everybody on this machine may
   *     do everything
   * @throws IllegalStateException if the broker does not start
   */
  public static EmbeddedKafka join(
      Path directory, KafkaQuorum quorum, int nodeId, Optional<BrokerSecurity> security) {
    Path logs = directory.toAbsolutePath().normalize();
    format(logs, quorum.clusterId(), nodeId, security);
    Map<String, String> settings = new HashMap<>(quorum.settings(nodeId));
    security.ifPresent(given -> settings.putAll(given.settings()));
    return startServer(logs, settings, quorum.member(nodeId).port());
  }

  private static EmbeddedKafka startOnce(
      Path directory, int port, Optional<BrokerSecurity> security, Map<String, String> more) {
    Path logs = directory.toAbsolutePath().normalize();
    KafkaQuorum alone =
        new KafkaQuorum(
            Uuid.randomUuid().toString(), List.of(new KafkaQuorum.Member(port, freePort())));
    format(logs, alone.clusterId(), NODE_ID, security);
    Map<String, String> settings = new HashMap<>(alone.settings(NODE_ID));
    // Broker, controller and job are one process: a pause of a busy machine is not a dead broker.
    settings.put("broker.session.timeout.ms", "30000");
    // After a crash the controller believes in the old broker until its session ends: wait longer.
    settings.put("initial.broker.registration.timeout.ms", "120000");
    security.ifPresent(given -> settings.putAll(given.settings()));
    settings.putAll(more);
    return startServer(logs, settings, port);
  }

  private static EmbeddedKafka startServer(Path logs, Map<String, String> settings, int port) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("log.dirs", logs.toString());
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(all, false), Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      server.awaitShutdown();
      throw e;
    }
    LOG.info("Kafka broker on {}:{}, data in {}", LOOPBACK, port, logs);
    return new EmbeddedKafka(server, port);
  }

  private static void format(
      Path logs, String clusterId, int nodeId, Optional<BrokerSecurity> security) {
    if (Files.exists(logs.resolve("meta.properties"))) {
      return;
    }
    try {
      Files.createDirectories(logs);
      new Formatter()
          .setNodeId(nodeId)
          .setClusterId(clusterId)
          .addDirectory(logs.toString())
          .setMetadataLogDirectory(logs.toString())
          .setControllerListenerName("CONTROLLER")
          .setScramArguments(security.map(BrokerSecurity::scram).orElse(List.of()))
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + logs, e);
    } catch (Exception e) {
      throw new IllegalStateException("cannot format " + logs + " for Kafka", e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + LOOPBACK, e);
    }
  }

  /** Returns host and port for clients. */
  public String bootstrapServers() {
    return LOOPBACK + ":" + port;
  }

  /** Stops the broker and waits until its files are closed. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    server.shutdown();
    server.awaitShutdown();
    LOG.info("Kafka broker on {} stopped", bootstrapServers());
  }
}
