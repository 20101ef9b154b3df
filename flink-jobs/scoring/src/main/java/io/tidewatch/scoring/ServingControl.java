package io.tidewatch.scoring;

import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferBelief;
import io.tidewatch.schemas.Policy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the scoring of one subtask in step with the broadcast state: swaps models, policy and
 * offers between two bundles, and says on model-status what serves. After a restart everything is
 * in place before the first event.
 *
 * <p>A model is in the broadcast state as soon as its message comes, and serves a moment later,
 * when it was compiled ({@link ModelSwaps}). A checkpoint waits for that moment, so that what a
 * checkpoint holds is what serves behind it, whether the job goes on or is restored from it.
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
  private final ModelSwaps swaps;
  private final BroadcastState<String, byte[]> models;
  private final BroadcastState<String, SpecificRecord> offerState;
  private final BroadcastState<String, SpecificRecord> policies;
  private final BroadcastState<String, SpecificRecord> beliefs;
  private final Map<String, Offer> offers = new TreeMap<>();
  private boolean restored;
  private boolean offersChanged;
  private long nowMillis; // of the call at hand, for reports

  /**
   * Takes the broadcast state, of which nothing is read yet.
   *
   * @param output where reports go, at once
   * @param compiler runs what takes too long between two events
   */
  ServingControl(
      CustomerScoring scoring,
      CustomerScoring.Output output,
      Broadcast broadcast,
      TaskInfo task,
      Executor compiler)
      throws Exception {
    this.scoring = scoring;
    this.output = output;
    this.task = task;
    this.swaps = new ModelSwaps(scoring.serving(), compiler, this::report);
    this.models = broadcast.state(ControlState.MODELS);
    this.offerState = broadcast.state(ControlState.OFFERS);
    this.policies = broadcast.state(ControlState.POLICIES);
    this.beliefs = broadcast.state(ControlState.BELIEFS);
  }

  /**
   * To be called before events are processed: everything that was said so far is in force after it,
   * but for models that are still being compiled.
   */
  void beReady(long now) throws Exception {
    nowMillis = now;
    if (!restored) {
      restored = true;
      restore();
    }
    if (swaps.isPending()) {
      swaps.settle();
    }
    if (offersChanged) {
      offersChanged = false;
      scoring.apply(offers.values());
    }
  }

  /** Returns whether models are being compiled, so that {@link #beReady} is to be called again. */
  boolean isPending() {
    return swaps.isPending();
  }

  /** Waits until everything that was said so far is in force. */
  void settle(long now) throws Exception {
    beReady(now);
    swaps.settleAll();
  }

  private void restore() throws Exception {
    for (Map.Entry<String, byte[]> model : models.immutableEntries()) {
      swaps.put(ModelSlot.ofKey(model.getKey()), SlotContent.of(model.getValue()));
    }
    swaps.settleAll();
    for (Map.Entry<String, SpecificRecord> offer : offerState.immutableEntries()) {
      offers.put(offer.getKey(), (Offer) offer.getValue());
    }
    offersChanged = true;
    for (Map.Entry<String, SpecificRecord> belief : beliefs.immutableEntries()) {
      scoring.beliefs().restore((OfferBelief) belief.getValue());
    }
    SpecificRecord policy = policies.get(Policies.APPLIED);
    if (policy != null) {
      scoring.apply((Policy) policy);
    }
  }

  /** Applies a change and remembers it. */
  void apply(ControlMessage message, long now) throws Exception {
    nowMillis = now;
    switch (message.topic()) {
      case MODELS -> changeModel(message);
      case OFFERS -> changeOffer(message);
      case POLICIES -> changePolicy(message);
      case OFFER_BELIEFS -> changeBelief(message);
      default -> throw new IllegalArgumentException(message.topic() + " is no control topic");
    }
  }

  private void changeModel(ControlMessage message) throws Exception {
    ModelSlot slot = ModelSlot.ofKey(message.key());
    if (message.isRemoval()) {
      models.remove(message.key());
      swaps.remove(slot);
    } else {
      models.put(message.key(), message.content());
      swaps.put(slot, SlotContent.of(message.content()));
    }
    swaps.settle();
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

  private void changeBelief(ControlMessage message) throws Exception {
    if (message.isRemoval()) {
      beliefs.remove(message.key());
      scoring.beliefs().forget(message.key());
    } else {
      OfferBelief belief = decoded(message, OfferBelief::fromByteBuffer);
      beliefs.put(message.key(), belief);
      scoring.beliefs().restore(belief);
    }
  }

  private interface Decoder<T> {
    T decode(ByteBuffer bytes) throws IOException;
  }

  private static <T> T decoded(ControlMessage message, Decoder<T> decoder) throws IOException {
    return decoder.decode(ByteBuffer.wrap(message.content()));
  }

  private void report(
      ModelSlot slot,
      SlotContent content,
      ModelRef ref,
      ModelState state,
      String gate,
      String detail) {
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
            .setRole(slot.role())
            .setShare(state == ModelState.RETIRED ? 0f : content.share())
            .setBy(content.by().isEmpty() ? null : content.by())
            .build());
  }
}
