package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.decisions.learning.LearningExample;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.Propensities;
import io.tidewatch.schemas.OfferBelief;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Learns from the offers of all customers how readily each is accepted, and says so on the topic
 * offer-beliefs, from which every part of the job hears it. Sees only examples, never events. Runs
 * with parallelism 1.
 *
 * <p>Examples wait for the watermark and are learned from in order of time, then of decision ids:
 * so the beliefs are the same, bit for bit, whatever the parallelism, the partitions and restarts.
 *
 * <p>A learner without a checkpoint goes on from what the topic holds: it takes over what was
 * learned from more outcomes than its own. One with a checkpoint does not, because it will learn
 * again from what the topic has and the checkpoint has not; but what somebody removed from the
 * topic it forgets, and what is written there next under that key it takes over.
 *
 * <p>First input: examples. Second input: what the loader let through of the topic.
 */
final class LearnerOperator extends AbstractStreamOperator<SpecificRecord>
    implements TwoInputStreamOperator<LearningExample, ControlMessage, SpecificRecord> {
  private static final long serialVersionUID = 1L;
  private static final Comparator<LearningExample> ORDER =
      Comparator.comparingLong(LearningExample::knownAtMicros)
          .thenComparing(example -> example.offer().decisionId());

  private final LearningRules rules;
  private final Duration publishInterval;

  private transient ListState<SpecificRecord> beliefState;
  private transient ListState<LearningExample> waitingState;
  private transient Propensities propensities;
  private transient TreeSet<LearningExample> waiting;
  private transient Set<String> unpublished; // keys
  private transient Set<String> removed; // keys
  private transient boolean startedAnew;
  private transient long publishedAtMillis;
  private transient Counter learned;

  /**
   * Creates the operator.
   *
   * @param publishInterval how long a belief waits at most, while stream time moves, for others
   */
  LearnerOperator(LearningRules rules, Duration publishInterval) {
    this.rules = rules;
    this.publishInterval = publishInterval;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    beliefState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("beliefs", RecordTypes.record()));
    waitingState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("examples", LearningExampleSerializer.TYPE));
    propensities = new Propensities(rules);
    waiting = new TreeSet<>(ORDER);
    unpublished = new HashSet<>();
    removed = new HashSet<>();
    startedAnew = !context.isRestored();
    for (SpecificRecord belief : beliefState.get()) {
      propensities.restore((OfferBelief) belief);
    }
    for (LearningExample example : waitingState.get()) {
      waiting.add(example);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    learned = getRuntimeContext().getMetricGroup().counter("examplesLearned");
    getRuntimeContext().getMetricGroup().gauge("examplesWaiting", waiting::size);
  }

  @Override
  public void processElement1(StreamRecord<LearningExample> element) {
    waiting.add(element.getValue());
  }

  @Override
  public void processElement2(StreamRecord<ControlMessage> element) throws Exception {
    ControlMessage message = element.getValue();
    String key = message.key();
    if (message.isRemoval()) {
      propensities.forget(key);
      unpublished.remove(key);
      removed.add(key);
      return;
    }
    OfferBelief belief = OfferBelief.fromByteBuffer(ByteBuffer.wrap(message.content()));
    boolean knowsMore = startedAnew && belief.getOutcomes() > propensities.outcomesOf(key);
    if (removed.remove(key) || knowsMore) {
      propensities.restore(belief);
      unpublished.remove(key);
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    while (!waiting.isEmpty()
        && StreamOrder.millis(waiting.first().knownAtMicros()) <= mark.getTimestamp()) {
      LearningExample example = waiting.pollFirst();
      propensities.learn(example);
      learned.inc();
      unpublished.addAll(
          Propensities.keys(example.offer().campaignId(), example.offer().offerId()));
    }
    long now = getProcessingTimeService().getCurrentProcessingTime();
    if (now - publishedAtMillis >= publishInterval.toMillis()) {
      publish();
      publishedAtMillis = now;
    }
    super.processWatermark(mark);
  }

  private void publish() {
    for (OfferBelief belief : propensities.records(unpublished)) {
      output.collect(new StreamRecord<>(belief));
    }
    unpublished.clear();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    publish(); // what is not in the state then is on the topic
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    beliefState.update(new ArrayList<>(propensities.records()));
    waitingState.update(List.copyOf(waiting));
  }

  @Override
  public void finish() throws Exception {
    publish();
    super.finish();
  }
}
