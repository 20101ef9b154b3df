package io.tidewatch.scoring;

import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the scoring of one subtask in step with the broadcast state: swaps models, policy and
 * offers between two events, and says on model-status what serves. After a restart everything is in
 * place before the first event.
 */
final class ServingControl {
  private static final Logger LOG = LoggerFactory.getLogger(ServingControl.class);

  /** Gives broadcast state, as Flink's state backend does. */
  interface Broadcast {
    <V> BroadcastState<String, V> state(MapStateDescriptor<String, V> descriptor) throws Exception;
  }

  private final CustomerScoring scoring;
  private final CustomerScoring.Output output;
  private final TaskInfo task;
  private final BroadcastState<String, byte[]> models;
  private final BroadcastState<String, SpecificRecord> offerState;
  private final BroadcastState<String, SpecificRecord> policies;
  private final Map<String, Offer> offers = new TreeMap<>();
  private boolean restored;
  private boolean offersChanged;

  /**
   * Takes the broadcast state, of which nothing is read yet.
   *
   * @param output where reports go, at once
   */
  ServingControl(
      CustomerScoring scoring, CustomerScoring.Output output, Broadcast broadcast, TaskInfo task)
      throws Exception {
    this.scoring = scoring;
    this.output = output;
    this.task = task;
    this.models = broadcast.state(ControlState.MODELS);
    this.offerState = broadcast.state(ControlState.OFFERS);
    this.policies = broadcast.state(ControlState.POLICIES);
  }

  /**
   * To be called before events are processed: everything that was said so far is in force after it.
   */
  void beReady(long nowMillis) throws Exception {
    if (!restored) {
      restored = true;
      restore(nowMillis);
    }
    if (offersChanged) {
      offersChanged = false;
      scoring.apply(offers.values());
    }
  }

  private void restore(long nowMillis) throws Exception {
    for (Map.Entry<String, byte[]> model : models.immutableEntries()) {
      serve(model.getKey(), model.getValue(), nowMillis);
    }
    for (Map.Entry<String, SpecificRecord> offer : offerState.immutableEntries()) {
      offers.put(offer.getKey(), (Offer) offer.getValue());
    }
    offersChanged = true;
    SpecificRecord policy = policies.get(Policies.APPLIED);
    if (policy != null) {
      scoring.apply((Policy) policy);
    }
  }

  /** Applies a change and remembers it. */
  void apply(ControlMessage message, long nowMillis) throws Exception {
    switch (message.topic()) {
      case MODELS -> changeModel(message, nowMillis);
      case OFFERS -> changeOffer(message);
      case POLICIES -> changePolicy(message);
      default -> throw new IllegalArgumentException(message.topic() + " is no control topic");
    }
  }

  private void changeModel(ControlMessage message, long nowMillis) throws Exception {
    if (message.isRemoval()) {
      models.remove(message.key());
      scoring
          .champions()
          .retire(message.key())
          .ifPresent(ref -> report(ref, ModelState.RETIRED, null, "removed", nowMillis));
    } else {
      models.put(message.key(), message.content());
      serve(message.key(), message.content(), nowMillis);
    }
  }

  private void serve(String name, byte[] content, long nowMillis) {
    try {
      Release release = Release.ofServingBytes(content);
      scoring.champions().serve(release);
      report(release.ref(), ModelState.SERVING, null, "", nowMillis);
    } catch (RefusedReleaseException e) {
      // Verified once, refused now: the job was upgraded, and its features are not the model's.
      LOG.error("model {} from the checkpoint does not fit this build: {}", name, e.getMessage());
      report(
          new ModelRef(name, "", ""),
          ModelState.REFUSED,
          e.gate().name(),
          e.getMessage() + "; push a model that was trained for this build",
          nowMillis);
    }
  }

  private void changeOffer(ControlMessage message) throws Exception {
    if (message.isRemoval()) {
      offerState.remove(message.key());
      offers.remove(message.key());
    } else {
      Offer offer = decoded(message, Offer::fromByteBuffer);
      offerState.put(message.key(), offer);
      offers.put(message.key(), offer);
    }
    offersChanged = true; // many come at once: they are indexed when the next event needs them
  }

  private void changePolicy(ControlMessage message) throws Exception {
    if (message.isRemoval()) {
      policies.remove(message.key());
    } else {
      policies.put(message.key(), decoded(message, Policy::fromByteBuffer));
    }
    if (message.key().equals(Policies.APPLIED)) {
      SpecificRecord policy = policies.get(Policies.APPLIED);
      scoring.apply(policy == null ? Policies.BUILT_IN : (Policy) policy);
      LOG.info(
          "policy {} version {} applies",
          Policies.APPLIED,
          policy == null ? Policies.BUILT_IN.getVersion() : ((Policy) policy).getVersion());
    }
  }

  private interface Decoder<T> {
    T decode(ByteBuffer bytes) throws IOException;
  }

  private static <T> T decoded(ControlMessage message, Decoder<T> decoder) throws IOException {
    return decoder.decode(ByteBuffer.wrap(message.content()));
  }

  private void report(ModelRef ref, ModelState state, String gate, String detail, long nowMillis) {
    output.record(
        ModelStatus.newBuilder()
            .setName(ref.getName())
            .setVersion(ref.getVersion())
            .setSha256(ref.getSha256())
            .setAt(Instant.ofEpochMilli(nowMillis))
            .setState(state)
            .setGate(gate)
            .setDetail(detail)
            .setSubtask(task.getIndexOfThisSubtask())
            .setParallelism(task.getNumberOfParallelSubtasks())
            .build());
  }
}
