package io.tidewatch.platform.embedded;

import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.models.signing.VerifyingKey;
import io.tidewatch.scoring.Ordering;
import io.tidewatch.scoring.ReleaseOptions;
import io.tidewatch.scoring.ScoringConfig;
import io.tidewatch.scoring.ScoringOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.CheckpointingOptions;

/**
 * How an embedded platform is set up. Immutable.
 *
 * @param directory where topics, checkpoints and models are kept
 * @param kafkaPort port of the broker; 0 for a free one
 * @param registryPort port of the registry; 0 for a free one
 * @param parallelism parallelism of the scoring job, at least 1
 * @param scoring entries of the scoring job's configuration, besides those for Kafka and registry
 */
public record PlatformOptions(
    Path directory, int kafkaPort, int registryPort, int parallelism, Map<String, String> scoring) {
  /** An entry of the job like any other: what the cluster says, the job's own default overrules. */
  private static final String CHECKPOINT_INTERVAL =
      ScoringConfig.FLINK_PREFIX + CheckpointingOptions.CHECKPOINTING_INTERVAL.key();

  public PlatformOptions {
    Objects.requireNonNull(directory, "directory");
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism=" + parallelism + " must be at least 1");
    }
    scoring = Map.copyOf(scoring);
  }

  /** Returns options for a directory: free ports, parallelism 2, a checkpoint every 10 seconds. */
  public static PlatformOptions in(Path directory) {
    return new PlatformOptions(directory, 0, 0, 2, Map.of())
        .withCheckpointEvery(Duration.ofSeconds(10));
  }

  /** Returns these options with other ports. */
  public PlatformOptions withPorts(int kafka, int registry) {
    return new PlatformOptions(directory, kafka, registry, parallelism, scoring);
  }

  /** Returns these options with another time between checkpoints. */
  public PlatformOptions withCheckpointEvery(Duration interval) {
    return withScoring(CHECKPOINT_INTERVAL, interval.toMillis() + " ms");
  }

  /**
   * Returns these options with a job that processes each customer's events in the order of stream
   * time, which only heartbeats carry on: for replays whose outcome must be repeatable.
   */
  public PlatformOptions forReplay() {
    return withScoring(ScoringOptions.ORDERING.key(), Ordering.EVENT_TIME)
        .withScoring(KafkaOptions.IDLENESS.key(), "0 s");
  }

  /** Returns these options with a job that serves releases signed by a key. */
  public PlatformOptions trusting(VerifyingKey key) {
    return withScoring(ReleaseOptions.TRUSTED_KEYS.key(), key.base64());
  }

  /** Returns these options with one more entry of the scoring job's configuration. */
  public PlatformOptions withScoring(String key, Object value) {
    Map<String, String> entries = new HashMap<>(scoring);
    entries.put(key, value.toString());
    return new PlatformOptions(directory, kafkaPort, registryPort, parallelism, entries);
  }
}
