package io.tidewatch.platform.releases;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.flink.configuration.ReadableConfig;

/** Follows what the job says about releases, from the moment of creation. One thread. */
public final class ReleaseStatuses implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final RecordConsumer consumer;
  private final List<ModelStatus> said = new ArrayList<>();

  private ReleaseStatuses(RecordConsumer consumer) {
    this.consumer = consumer;
  }

  /** Begins to listen; create it before the message is sent. */
  public static ReleaseStatuses follow(ReadableConfig config) {
    return new ReleaseStatuses(RecordConsumer.fromEnd(config, List.of(Topic.MODEL_STATUS)));
  }

  /**
   * Waits until every subtask of the job has done what a message asks: serves the release in its
   * role, or has emptied the slot.
   *
   * @throws ReleaseNotServedException if the job refuses it, or does not answer in time
   */
  public void awaitInForce(ModelRelease message, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!inForce(message)) {
      refusal(message)
          .ifPresent(
              status -> {
                throw refused(status);
              });
      if (System.nanoTime() > deadline) {
        throw silent(message, timeout);
      }
      consumer.poll(POLL).forEach(this::take);
    }
  }

  private boolean inForce(ModelRelease message) {
    Predicate<ModelStatus> wanted =
        message.getRole() == ModelRole.RETIRED
            ? status -> status.getState() == ModelState.RETIRED
            : status ->
                status.getState() == ModelState.SERVING
                    && status.getSha256().equals(message.getSha256())
                    && status.getShare() == message.getShare();
    List<ModelStatus> answers =
        said.stream()
            .filter(status -> status.getSubtask() >= 0 && isAbout(status, message))
            .filter(wanted)
            .toList();
    return !answers.isEmpty()
        && answers.stream().map(ModelStatus::getSubtask).distinct().count()
            >= answers.get(answers.size() - 1).getParallelism();
  }

  private Optional<ModelStatus> refusal(ModelRelease message) {
    return said.stream()
        .filter(status -> status.getState() == ModelState.REFUSED && isAbout(status, message))
        .filter(status -> status.getSha256().equals(message.getSha256()))
        .findFirst();
  }

  private static boolean isAbout(ModelStatus status, ModelRelease message) {
    return status.getName().equals(message.getName())
        && status.getRole() == ModelSlot.of(message).role();
  }

  private void take(ConsumedRecord consumed) {
    if (consumed.record().orElse(null) instanceof ModelStatus status) {
      said.add(status);
    }
  }

  private static ReleaseNotServedException refused(ModelStatus status) {
    return new ReleaseNotServedException(
        "the job refused "
            + status.getName()
            + " "
            + status.getVersion()
            + " at gate "
            + status.getGate()
            + ": "
            + status.getDetail(),
        true);
  }

  private static ReleaseNotServedException silent(ModelRelease message, Duration timeout) {
    String key = ModelSlot.of(message).key();
    String what =
        message.getRole() == ModelRole.RETIRED
            ? "no job says that it emptied " + key
            : "no job serves " + message.getVersion() + " as " + key;
    return new ReleaseNotServedException(
        what
            + " after "
            + timeout.toSeconds()
            + " s; is a scoring job running on this Kafka, and can it read "
            + message.getArtifactUri()
            + "?",
        false);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
