package io.tidewatch.platform.releases;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ReadableConfig;

/** Follows what the job says about releases, from the moment of creation. One thread. */
public final class ReleaseStatuses implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final RecordConsumer consumer;
  private final Map<String, Set<Integer>> serving = new HashMap<>();
  private final Map<String, Integer> parallelism = new HashMap<>();

  private ReleaseStatuses(RecordConsumer consumer) {
    this.consumer = consumer;
  }

  /** Begins to listen; create it before the release is pushed. */
  public static ReleaseStatuses follow(ReadableConfig config) {
    return new ReleaseStatuses(RecordConsumer.fromEnd(config, List.of(Topic.MODEL_STATUS)));
  }

  /**
   * Waits until every subtask of the job serves a release.
   *
   * @throws ReleaseNotServedException if the job refuses it, or does not answer in time
   */
  public void awaitServing(ModelRelease release, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!servedByAll(release.getSha256())) {
      if (System.nanoTime() > deadline) {
        throw new ReleaseNotServedException(
            "no job serves "
                + release.getName()
                + " "
                + release.getVersion()
                + " after "
                + timeout.toSeconds()
                + " s; is a scoring job running on this Kafka, and can it read "
                + release.getArtifactUri()
                + "?");
      }
      consumer.poll(POLL).forEach(this::take);
    }
  }

  private boolean servedByAll(String sha256) {
    return parallelism.containsKey(sha256) && serving.get(sha256).size() >= parallelism.get(sha256);
  }

  private void take(ConsumedRecord consumed) {
    if (!(consumed.record().orElse(null) instanceof ModelStatus status)) {
      return;
    }
    if (status.getState() == ModelState.REFUSED) {
      throw new ReleaseNotServedException(
          "the job refused "
              + status.getName()
              + " "
              + status.getVersion()
              + " at gate "
              + status.getGate()
              + ": "
              + status.getDetail());
    }
    if (status.getState() == ModelState.SERVING) {
      serving.computeIfAbsent(status.getSha256(), sha -> new HashSet<>()).add(status.getSubtask());
      parallelism.put(status.getSha256(), status.getParallelism());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
