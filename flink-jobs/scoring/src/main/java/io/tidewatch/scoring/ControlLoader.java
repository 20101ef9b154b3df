package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.ControlRecord;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.models.Admission;
import io.tidewatch.models.Gate;
import io.tidewatch.models.Quality;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.ApprovedArticle;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.ErasedCustomer;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferBelief;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.ReplyFeedback;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.OpenContext;
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
 * off the event path, and checks offers, policies, beliefs, articles and feedback. What is refused
 * is named on model-status or among the dead letters, the one that served before goes on serving,
 * and the job goes on. Runs with parallelism 1.
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

  /** Where the learner hears what the topic of beliefs says. */
  static final OutputTag<ControlMessage> BELIEFS = new OutputTag<>("beliefs", ControlMessage.TYPE);

  /**
   * Where the operator of replies hears of policies, articles, what became of replies and who was
   * erased.
   */
  static final OutputTag<ControlMessage> REPLIES = new OutputTag<>("replies", ControlMessage.TYPE);

  private final ReleaseTerms terms;
  private transient ReleaseReview review;
  private transient EventCounters deadLettered;
  private transient ServedReleases served;

  ControlLoader(ReleaseTerms terms) {
    this.terms = terms;
  }

  @Override
  public void open(OpenContext context) {
    review = new ReleaseReview(terms);
    Admission admission = terms.admission();
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
    served = new ServedReleases(context.getOperatorStateStore());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    deadLettered.snapshot();
    served.snapshot();
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
      } else if (changed.record() instanceof OfferBelief belief) {
        pass(changed, ControlRules.check(belief), belief.toByteBuffer(), context, out);
      } else if (changed.record() instanceof ApprovedArticle article) {
        pass(changed, ReplyRulesCheck.check(article), article.toByteBuffer(), context, out);
      } else if (changed.record() instanceof ReplyFeedback feedback) {
        pass(changed, ReplyRulesCheck.check(feedback), feedback.toByteBuffer(), context, out);
      } else if (changed.record() instanceof ErasedCustomer erased) {
        pass(changed, Optional.empty(), erased.toByteBuffer(), context, out);
      }
    }
  }

  private void remove(
      ControlRecord.Removed removed, Context context, Collector<ControlMessage> out) {
    if (removed.topic() == Topic.MODELS) {
      try {
        ModelSlot slot = ModelSlot.ofKey(removed.key());
        served
            .slots(slot.name())
            .in(slot.role())
            .ifPresent(
                release ->
                    context.output(
                        ACCEPTED, new AcceptedRelease(retired(release, slot), Optional.empty())));
        served.remove(slot.name(), slot.role());
      } catch (IllegalArgumentException e) {
        LOG.warn("nothing to remove: {}", e.getMessage());
        return;
      }
    }
    give(ControlMessage.removed(removed.topic(), removed.key()), context, out);
  }

  private static ModelRelease retired(ModelRelease release, ModelSlot slot) {
    return ModelRelease.newBuilder(release)
        .setRole(ModelRole.RETIRED)
        .setRetiredFrom(slot.role())
        .build();
  }

  private void load(ModelRelease release, Context context, Collector<ControlMessage> out) {
    ReleaseReports reports =
        new ReleaseReports(
            Instant.ofEpochMilli(context.timerService().currentProcessingTime()),
            status -> context.output(RECORDS, status));
    if (release.getRole() == ModelRole.RETIRED) {
      retire(release, reports, out);
      context.output(ACCEPTED, new AcceptedRelease(release, Optional.empty()));
      return;
    }
    try {
      ReleaseReview.Passed passed = review.review(release, served);
      serve(release, passed, reports, out);
      context.output(
          ACCEPTED, new AcceptedRelease(release, passed.release().manifest().reference()));
    } catch (ReleaseReview.RefusedException e) {
      reports.refused(release, e.gate(), e.getMessage());
    } catch (RuntimeException e) {
      // A release is foreign matter: whatever it does to the reader, it must not stop the job.
      LOG.warn("model {} {} failed to load", release.getName(), release.getVersion(), e);
      reports.refused(release, Gate.FORMAT.name(), "reading it failed with " + e);
    }
  }

  private void retire(ModelRelease message, ReleaseReports reports, Collector<ControlMessage> out) {
    served.put(message);
    reports.changed(message, ModelState.RETIRED, "taken out of service", "");
    out.collect(ControlMessage.removed(Topic.MODELS, ModelSlot.of(message).key()));
  }

  private void serve(
      ModelRelease message,
      ReleaseReview.Passed passed,
      ReleaseReports reports,
      Collector<ControlMessage> out) {
    served
        .slots(message.getName())
        .rolledBackBy(message)
        .ifPresent(champion -> reports.rolledBack(champion, message));
    Release release = passed.release();
    served.put(message);
    if (message.getRole() == ModelRole.CHAMPION) {
      served.put(message, Quality.of(release.manifest()));
    }
    reports.changed(message, ModelState.VERIFIED, "all gates passed", passed.remark());
    out.collect(
        new ControlMessage(
            Topic.MODELS,
            ModelSlot.of(message).key(),
            SlotContent.of(message, release.servingBytes()).toBytes()));
    LOG.info(
        "verified {} {} {}",
        ModelSlot.of(message).key(),
        message.getVersion(),
        message.getSha256());
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
      give(new ControlMessage(changed.topic(), changed.key(), bytes), context, out);
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

  private static void give(ControlMessage message, Context context, Collector<ControlMessage> out) {
    switch (message.topic()) {
      case ARTICLES, REPLY_FEEDBACK -> context.output(REPLIES, message);
      case POLICIES, ERASED_CUSTOMERS -> {
        out.collect(message);
        context.output(REPLIES, message);
      }
      case OFFER_BELIEFS -> {
        out.collect(message);
        context.output(BELIEFS, message);
      }
      default -> out.collect(message);
    }
  }

  private void refuse(DeadLetter deadLetter, Context context) {
    deadLettered.count(Topic.named(deadLetter.getTopic()));
    LOG.warn("refused a record of {}: {}", deadLetter.getTopic(), deadLetter.getDetail());
    context.output(RECORDS, deadLetter);
  }
}
