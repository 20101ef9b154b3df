package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.ControlRecord;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.models.Admission;
import io.tidewatch.models.Gate;
import io.tidewatch.models.Quality;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.Task;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.artifacts.ArtifactReader;
import io.tidewatch.scoring.artifacts.TooLargeException;
import io.tidewatch.scoring.slots.ModelSlots;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets only what may serve through to the customer operators: fetches releases and runs all gates,
 * off the event path, and checks offers and policies. What is refused is named on model-status or
 * among the dead letters, the one that served before goes on serving, and the job goes on. Runs
 * with parallelism 1.
 */
final class ControlLoader extends ProcessFunction<ControlRecord, ControlMessage>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ControlLoader.class);

  /** Where model status and dead letters come out. */
  static final OutputTag<SpecificRecord> RECORDS =
      new OutputTag<>("control-records", RecordTypes.record());

  /** Where the guards hear what was let through. */
  static final OutputTag<AcceptedRelease> ACCEPTED =
      new OutputTag<>("accepted-releases", AcceptedRelease.TYPE);

  /** A message that asks for what this job does not do. */
  private static final class UnservableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String gate;

    UnservableException(String gate, String message) {
      super(message);
      this.gate = gate;
    }
  }

  private static final int MAX_WHY = 1_000;
  private static final int MAX_BY = 128;

  private final ReleaseTerms terms;
  private transient Admission admission;
  private transient ArtifactReader artifacts;
  private transient EventCounters deadLettered;
  private transient ListState<SpecificRecord> slotState;

  /** What serves, by model name: the newest message of each slot that was not refused. */
  private transient Map<String, ModelSlots> slots;

  private transient ListState<String> qualityState;
  private transient ChampionQualities qualities;

  ControlLoader(ReleaseTerms terms) {
    this.terms = terms;
  }

  @Override
  public void open(OpenContext context) {
    admission = terms.admission();
    artifacts = terms.artifacts();
    if (admission.keys().allowsUnsigned()) {
      LOG.warn(
          "{}=allow: whoever can write to the topic {} decides which models serve",
          ReleaseOptions.UNSIGNED.key(),
          Topic.MODELS.topicName());
    } else if (admission.keys().ids().isEmpty()) {
      LOG.warn(
          "{} is empty: no model that is pushed will be served; name the public keys of those who"
              + " may release models",
          ReleaseOptions.TRUSTED_KEYS.key());
    } else {
      LOG.info("models must be signed by one of the keys {}", admission.keys());
    }
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    deadLettered =
        new EventCounters(
            EventCounts.DEAD_LETTERED, context.getOperatorStateStore(), getRuntimeContext());
    slots = new TreeMap<>();
    slotState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("slots", RecordTypes.record()));
    for (SpecificRecord message : slotState.get()) {
      accept((ModelRelease) message);
    }
    qualities = new ChampionQualities();
    qualityState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("qualities", Types.STRING));
    for (String text : qualityState.get()) {
      qualities.restore(text);
    }
  }

  private void accept(ModelRelease message) {
    slots.put(message.getName(), slotsOf(message.getName()).with(message));
  }

  private ModelSlots slotsOf(String name) {
    return slots.getOrDefault(name, ModelSlots.none(name));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    deadLettered.snapshot();
    List<SpecificRecord> messages = new ArrayList<>();
    slots.values().forEach(model -> messages.addAll(model.messages()));
    slotState.update(messages);
    qualityState.update(qualities.toTexts());
  }

  @Override
  public void processElement(ControlRecord control, Context context, Collector<ControlMessage> out)
      throws IOException {
    if (control instanceof ControlRecord.Refused refused) {
      refuse(refused.deadLetter(), context);
    } else if (control instanceof ControlRecord.Removed removed) {
      remove(removed, context, out);
    } else if (control instanceof ControlRecord.Changed changed) {
      if (changed.record() instanceof ModelRelease release) {
        load(release, context, out);
      } else if (changed.record() instanceof Offer offer) {
        pass(changed, ControlRules.check(offer), offer.toByteBuffer(), context, out);
      } else if (changed.record() instanceof Policy policy) {
        pass(changed, ControlRules.check(policy), policy.toByteBuffer(), context, out);
      }
    }
  }

  private void remove(
      ControlRecord.Removed removed, Context context, Collector<ControlMessage> out) {
    if (removed.topic() == Topic.MODELS) {
      try {
        ModelSlot slot = ModelSlot.ofKey(removed.key());
        slotsOf(slot.name())
            .in(slot.role())
            .ifPresent(
                release ->
                    context.output(
                        ACCEPTED, new AcceptedRelease(retired(release, slot), Optional.empty())));
        slots.put(slot.name(), slotsOf(slot.name()).without(slot.role()));
      } catch (IllegalArgumentException e) {
        LOG.warn("nothing to remove: {}", e.getMessage());
        return;
      }
    }
    out.collect(ControlMessage.removed(removed.topic(), removed.key()));
  }

  private static ModelRelease retired(ModelRelease release, ModelSlot slot) {
    return ModelRelease.newBuilder(release)
        .setRole(ModelRole.RETIRED)
        .setRetiredFrom(slot.role())
        .build();
  }

  private void load(ModelRelease release, Context context, Collector<ControlMessage> out) {
    Reports reports =
        new Reports(Instant.ofEpochMilli(context.timerService().currentProcessingTime()), context);
    if (release.getRole() == ModelRole.RETIRED) {
      retire(release, reports, out);
      context.output(ACCEPTED, new AcceptedRelease(release, Optional.empty()));
      return;
    }
    try {
      requireServable(release);
      Release verified =
          Release.verify(artifacts.read(release.getArtifactUri()), release.getSha256(), admission);
      requireNamedAlike(release, verified);
      String quality = requireQuality(release, verified);
      serve(release, verified, quality, reports, out);
      context.output(ACCEPTED, new AcceptedRelease(release, verified.manifest().reference()));
    } catch (RefusedReleaseException e) {
      reports.refused(release, e.gate().name(), e.getMessage());
    } catch (UnservableException e) {
      reports.refused(release, e.gate, e.getMessage());
    } catch (TooLargeException e) {
      reports.refused(release, Gate.SIZE.name(), e.getMessage());
    } catch (IOException e) {
      reports.refused(
          release, "FETCH", "cannot read the release (" + e.getMessage() + "); push it again");
    } catch (RuntimeException e) {
      // A release is foreign matter: whatever it does to the reader, it must not stop the job.
      LOG.warn("model {} {} failed to load", release.getName(), release.getVersion(), e);
      reports.refused(release, Gate.FORMAT.name(), "reading it failed with " + e);
    }
  }

  private void retire(ModelRelease message, Reports reports, Collector<ControlMessage> out) {
    accept(message);
    reports.changed(message, ModelState.RETIRED, why(message, "taken out of service"));
    out.collect(ControlMessage.removed(Topic.MODELS, ModelSlot.of(message).key()));
  }

  private void serve(
      ModelRelease message,
      Release verified,
      String quality,
      Reports reports,
      Collector<ControlMessage> out) {
    ModelSlots before = slotsOf(message.getName());
    before
        .in(ModelRole.CHAMPION)
        .filter(champion -> goesBackFrom(champion, message))
        .ifPresent(
            champion ->
                reports.rolledBack(
                    champion, message, why(message, "back to version " + message.getVersion())));
    accept(message);
    if (message.getRole() == ModelRole.CHAMPION) {
      qualities.put(message.getName(), message.getSha256(), Quality.of(verified.manifest()));
    }
    reports.changed(message, ModelState.VERIFIED, why(message, "all gates passed") + quality);
    out.collect(
        new ControlMessage(
            Topic.MODELS,
            ModelSlot.of(message).key(),
            SlotContent.of(message, verified.servingBytes()).toBytes()));
    LOG.info(
        "verified {} {} {}",
        ModelSlot.of(message).key(),
        message.getVersion(),
        message.getSha256());
  }

  /** A champion that bans the one before it takes its place by a rollback. */
  private static boolean goesBackFrom(ModelRelease champion, ModelRelease message) {
    return message.getRole() == ModelRole.CHAMPION
        && message.getBanned().contains(champion.getSha256())
        && !message.getSha256().equals(champion.getSha256());
  }

  private static String why(ModelRelease message, String otherwise) {
    return message.getWhy() == null ? otherwise : message.getWhy();
  }

  private void requireServable(ModelRelease release) throws UnservableException {
    if (!ModelSlot.ROLES.contains(release.getRole())) {
      throw new UnservableException(
          "ROLE",
          "role "
              + release.getRole()
              + " is not known to this version; push it as one of "
              + ModelSlot.ROLES);
    }
    boolean challenges = release.getRole() == ModelRole.CHALLENGER;
    if (challenges && !(release.getShare() > 0 && release.getShare() <= 1)) {
      throw new UnservableException(
          "SHARE",
          "share=" + release.getShare() + " of a challenger must be more than 0 and at most 1");
    }
    requireShort("pushedBy", release.getPushedBy(), MAX_BY);
    requireShort("why", why(release, ""), MAX_WHY);
    if (slotsOf(release.getName()).forbids(release)) {
      throw new UnservableException(
          "BANNED",
          "it was rolled back before; find out why in model history, and push it with an override"
              + " to serve it all the same");
    }
  }

  private static void requireShort(String field, String text, int max) throws UnservableException {
    if (text.length() > max) {
      throw new UnservableException(
          "TEXT", field + " has " + text.length() + " characters; at most " + max + " are kept");
    }
  }

  private static void requireNamedAlike(ModelRelease release, Release verified)
      throws UnservableException {
    if (!verified.manifest().name().equals(release.getName())) {
      throw new UnservableException(
          "NAME",
          "the release calls itself " + verified.manifest().name() + ", not " + release.getName());
    }
    String expected = verified.manifest().task() instanceof Task.Churn ? "churn" : "recommender";
    if (!release.getName().equals(expected)) {
      throw new UnservableException(
          "NAME", release.getName() + " is no name for it; this job serves it as " + expected);
    }
  }

  /**
   * Gate QUALITY: what decides about customers is no worse than the champion. The way back from a
   * champion that was rolled back is free.
   *
   * @return what is to be said of it on model-status, if anything
   */
  private String requireQuality(ModelRelease message, Release verified) throws UnservableException {
    Optional<ModelRelease> champion = slotsOf(message.getName()).in(ModelRole.CHAMPION);
    if (message.getRole() == ModelRole.SHADOW
        || champion.isEmpty()
        || champion.get().getSha256().equals(message.getSha256())
        || goesBackFrom(champion.get(), message)) {
      return "";
    }
    Optional<Quality> best = qualities.of(message.getName(), champion.get().getSha256());
    Quality quality = Quality.of(verified.manifest());
    Optional<String> incomparable =
        best.map(quality::incomparableWith)
            .orElse(Optional.of("the champion is from before this job compared"));
    if (incomparable.isPresent()) {
      return "; quality not compared with the champion's: " + incomparable.get();
    }
    Optional<String> worse = quality.worseThan(best.get(), terms.qualityTolerance());
    if (worse.isEmpty()) {
      return "";
    }
    if (message.getOverride()) {
      return "; by override, though worse than the champion: " + worse.get();
    }
    throw new UnservableException(
        Gate.QUALITY.name(),
        "worse than the champion on the same cases: "
            + worse.get()
            + "; train a better one, try it as a shadow, or push it with an override");
  }

  /** What is said on model-status of one message. */
  private record Reports(Instant now, Context context) {
    void refused(ModelRelease release, String gate, String detail) {
      LOG.warn(
          "refused {} {}: {}: {}", ModelSlot.of(release).key(), release.getVersion(), gate, detail);
      report(release, release, ModelState.REFUSED, gate, detail);
    }

    void changed(ModelRelease release, ModelState state, String detail) {
      report(release, release, state, null, detail);
    }

    void rolledBack(ModelRelease champion, ModelRelease message, String detail) {
      report(champion, message, ModelState.ROLLED_BACK, null, detail);
    }

    private void report(
        ModelRelease about, ModelRelease message, ModelState state, String gate, String detail) {
      context.output(
          RECORDS,
          ModelStatus.newBuilder()
              .setName(about.getName())
              .setVersion(about.getVersion())
              .setSha256(about.getSha256())
              .setAt(now)
              .setState(state)
              .setGate(gate)
              .setDetail(detail)
              .setRole(ModelSlot.of(about).role())
              .setShare(about.getShare())
              .setBy(message.getPushedBy())
              .build());
    }
  }

  private void pass(
      ControlRecord.Changed changed,
      Optional<ControlRules.Broken> broken,
      ByteBuffer content,
      Context context,
      Collector<ControlMessage> out) {
    if (broken.isEmpty()) {
      byte[] bytes = new byte[content.remaining()];
      content.get(bytes);
      out.collect(new ControlMessage(changed.topic(), changed.key(), bytes));
      return;
    }
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    refuse(
        DeadLetter.newBuilder()
            .setTopic(changed.topic().topicName())
            .setPartition(-1)
            .setOffset(-1)
            .setRecordedAt(now)
            .setRefusedAt(now)
            .setReason(broken.get().reason())
            .setSchema$(changed.record().getSchema().getFullName())
            .setField(broken.get().field())
            .setDetail(broken.get().detail() + "; the version before, if any, stays in force")
            .setKey(ByteBuffer.wrap(changed.key().getBytes(StandardCharsets.UTF_8)))
            .setValue(content)
            .build(),
        context);
  }

  private void refuse(DeadLetter deadLetter, Context context) {
    deadLettered.count(Topic.named(deadLetter.getTopic()));
    LOG.warn("refused a record of {}: {}", deadLetter.getTopic(), deadLetter.getDetail());
    context.output(RECORDS, deadLetter);
  }
}
