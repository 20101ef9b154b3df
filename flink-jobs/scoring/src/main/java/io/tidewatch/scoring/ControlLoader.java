package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.ControlRecord;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.models.Gate;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.MemorySize;
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

  /** A message that asks for what this job does not do. */
  private static final class UnservableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String gate;

    UnservableException(String gate, String message) {
      super(message);
      this.gate = gate;
    }
  }

  private final MemorySize maxSize;
  private transient EventCounters deadLettered;

  ControlLoader(MemorySize maxSize) {
    this.maxSize = maxSize;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    deadLettered =
        new EventCounters(
            EventCounts.DEAD_LETTERED, context.getOperatorStateStore(), getRuntimeContext());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    deadLettered.snapshot();
  }

  @Override
  public void processElement(ControlRecord control, Context context, Collector<ControlMessage> out)
      throws IOException {
    if (control instanceof ControlRecord.Refused refused) {
      refuse(refused.deadLetter(), context);
    } else if (control instanceof ControlRecord.Removed removed) {
      out.collect(ControlMessage.removed(removed.topic(), removed.key()));
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

  private void load(ModelRelease release, Context context, Collector<ControlMessage> out) {
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    if (release.getRole() == ModelRole.RETIRED) {
      out.collect(ControlMessage.removed(Topic.MODELS, release.getName()));
      return;
    }
    try {
      requireServable(release);
      Release verified =
          Release.verify(
              ReleaseStore.fetch(release.getArtifactUri(), maxSize), release.getSha256());
      requireNamedAlike(release, verified);
      context.output(RECORDS, status(release, now, ModelState.VERIFIED, null, "all gates passed"));
      out.collect(new ControlMessage(Topic.MODELS, release.getName(), verified.servingBytes()));
      LOG.info("verified model {} {}", release.getName(), release.getVersion());
    } catch (RefusedReleaseException e) {
      refuse(release, now, e.gate().name(), e.getMessage(), context);
    } catch (UnservableException e) {
      refuse(release, now, e.gate, e.getMessage(), context);
    } catch (ReleaseStore.TooLargeException e) {
      refuse(release, now, Gate.SIZE.name(), e.getMessage(), context);
    } catch (IOException e) {
      refuse(
          release,
          now,
          "FETCH",
          "cannot read " + release.getArtifactUri() + " (" + e.getMessage() + "); push it again",
          context);
    } catch (RuntimeException e) {
      // A release is foreign matter: whatever it does to the reader, it must not stop the job.
      LOG.warn("model {} {} failed to load", release.getName(), release.getVersion(), e);
      refuse(release, now, Gate.FORMAT.name(), "reading it failed with " + e, context);
    }
  }

  private static void requireServable(ModelRelease release) throws UnservableException {
    if (release.getRole() != ModelRole.CHAMPION) {
      throw new UnservableException(
          "ROLE",
          "role " + release.getRole() + " is not served by this version; push it as CHAMPION");
    }
  }

  private static void requireNamedAlike(ModelRelease release, Release verified)
      throws UnservableException {
    if (!verified.manifest().name().equals(release.getName())) {
      throw new UnservableException(
          "NAME",
          "the release calls itself " + verified.manifest().name() + ", not " + release.getName());
    }
  }

  private static void refuse(
      ModelRelease release, Instant now, String gate, String detail, Context context) {
    LOG.warn("refused model {} {}: {}: {}", release.getName(), release.getVersion(), gate, detail);
    context.output(RECORDS, status(release, now, ModelState.REFUSED, gate, detail));
  }

  private static ModelStatus status(
      ModelRelease release, Instant now, ModelState state, String gate, String detail) {
    return ModelStatus.newBuilder()
        .setName(release.getName())
        .setVersion(release.getVersion())
        .setSha256(release.getSha256())
        .setAt(now)
        .setState(state)
        .setGate(gate)
        .setDetail(detail)
        .build();
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
