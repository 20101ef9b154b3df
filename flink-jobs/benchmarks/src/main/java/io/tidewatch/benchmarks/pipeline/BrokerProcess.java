package io.tidewatch.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.platform.embedded.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A real Kafka broker with all topics of the catalogue, and a schema registry, in a process of
 * their own on the core that the contenders do not use. Killed when closed; its files are its
 * folder's owner's.
 */
public final class BrokerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final List<String> OPTIONS =
      List.of("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC", "-XX:ParallelGCThreads=1");

  private final PinnedJvm process;
  private final Connection connection;

  private BrokerProcess(PinnedJvm process, Connection connection) {
    this.process = process;
    this.connection = connection;
  }

  /**
   * Starts them and creates the topics.
   *
   * @param directory for the broker's files and the log
   */
  public static BrokerProcess start(Path directory) throws InterruptedException {
    PinnedJvm process =
        PinnedJvm.start(
            new PinnedJvm.Plan(
                BrokerMain.class.getName(),
                ClassPaths.own(),
                OPTIONS,
                Optional.of(Cores.BROKER),
                Fork.object().put("directory", directory.resolve("kafka").toString()),
                directory.resolve("broker.log")));
    try {
      JsonNode ready = process.await("ready", START);
      Connection connection =
          new Connection(ready.get("bootstrapServers").asText(), ready.get("registryUrl").asText());
      TopicAdmin.create(connection.configuration(), 1);
      return new BrokerProcess(process, connection);
    } catch (InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Returns where clients reach them. */
  public Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    process.close();
  }
}
