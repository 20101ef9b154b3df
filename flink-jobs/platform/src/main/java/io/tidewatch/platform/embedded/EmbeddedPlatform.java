package io.tidewatch.platform.embedded;

import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.scoring.BudgetFigure;
import io.tidewatch.scoring.EventCounts;
import io.tidewatch.scoring.ModelHealth;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole platform in this process, on the loopback interface only: a Kafka broker with all
 * topics of the catalogue, a schema registry, and a Flink cluster that runs the scoring job on
 * RocksDB. What it was told stays in its directory, and the next start on the same directory goes
 * on. Thread-safe.
 */
public final class EmbeddedPlatform implements AutoCloseable {
  private final PlatformOptions options;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Connection connection;
  private ScoringCluster cluster;

  private EmbeddedPlatform(PlatformOptions options) {
    this.options = options;
    try {
      EmbeddedKafka kafka =
          EmbeddedKafka.start(options.directory().resolve("kafka"), options.kafkaPort());
      running.push(kafka);
      EmbeddedRegistry registry =
          EmbeddedRegistry.start(kafka.bootstrapServers(), "127.0.0.1", options.registryPort());
      running.push(registry);
      connection =
          new Connection(kafka.bootstrapServers(), registry.url())
              .withMasterKey(LocalMasterKey.readOrMake(options.directory()));
      TopicAdmin.create(connection.configuration(), 1);
      startJob();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything, in a few seconds.
   *
   * @throws IllegalStateException if a part does not start; those that did are stopped again
   */
  public static EmbeddedPlatform start(PlatformOptions options) {
    return new EmbeddedPlatform(options);
  }

  /** Returns where clients reach it. */
  public Connection connection() {
    return connection;
  }

  /** Returns the folder for release zips that the models topic points to. */
  public Path models() {
    return options.directory().resolve("models");
  }

  /** Returns the parallelism of the scoring job. */
  public int parallelism() {
    return options.parallelism();
  }

  /**
   * Returns how many events the job has processed, by topic name; at most about a second old.
   *
   * @throws IllegalStateException if the job ended
   */
  public synchronized Map<String, EventCounts> counts() {
    return cluster.counts();
  }

  /**
   * Returns how the models do that serve; at most about a second old.
   *
   * @throws IllegalStateException if the job ended
   */
  public synchronized List<ModelHealth> health() {
    return cluster.health();
  }

  /**
   * Returns how budgets stand; at most about a second old.
   *
   * @throws IllegalStateException if the job ended
   */
  public synchronized List<BudgetFigure> budgets() {
    return cluster.budgets();
  }

  /**
   * Looks whether the scoring job still runs.
   *
   * @throws IllegalStateException if it ended, with what ended it
   */
  public synchronized void failIfEnded() {
    cluster.failIfEnded();
  }

  /**
   * Ends the job without warning, as a crash would: what came after the last checkpoint is lost.
   */
  public synchronized void killJob() {
    cluster.close();
  }

  /** Returns the newest complete checkpoint. */
  public Optional<Path> latestCheckpoint() {
    return Checkpoints.latest(checkpoints());
  }

  private Path checkpoints() {
    return options.directory().resolve("checkpoints");
  }

  /** Starts the job again from its newest checkpoint. */
  public synchronized void startJob() {
    cluster = ScoringCluster.start(connection, options, options.directory().resolve("checkpoints"));
    running.push(cluster);
  }

  /** Stops everything in reverse order; parts that fail to stop do not keep the others. */
  @Override
  public synchronized void close() {
    RuntimeException failure = null;
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("a part of the platform did not stop", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
