package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.decisions.learning.LearningExample;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferBelief;
import io.tidewatch.schemas.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;

/**
 * The operators of the job that learn, as Flink runs them, one subtask each: customers,
 * attribution, learner, and the topic of beliefs, through which the learner's words come back at
 * once.
 */
final class LearningLoop implements AutoCloseable {
  private static final Bundling BUNDLING = new Bundling(64, Duration.ofMillis(5), 2_000, 2_000);

  private CustomerHarness customers;
  private KeyedOneInputStreamOperatorTestHarness<String, OfferSignal, LearningExample> attribution;
  private TwoInputStreamOperatorTestHarness<LearningExample, ControlMessage, SpecificRecord>
      learner;
  private final TreeMap<String, OfferBelief> topic = new TreeMap<>();
  private long checkpoint;

  /** What a checkpoint of the job holds. */
  private record Checkpoint(
      OperatorSubtaskState customers,
      OperatorSubtaskState attribution,
      OperatorSubtaskState learner) {}

  LearningLoop(Policy policy, List<Offer> offers) throws Exception {
    start(Optional.empty());
    customers.apply(policy);
    for (Offer offer : offers) {
      customers.apply(offer);
    }
    customers.serve(TestModels.churn());
    customers.serve(TestModels.recommender());
  }

  private void start(Optional<Checkpoint> from) throws Exception {
    customers =
        new CustomerHarness(Ordering.ARRIVAL, BUNDLING, 1, 0)
            .start(from.map(Checkpoint::customers));
    attribution =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new AttributionOperator(LearningRules.DEFAULT)),
            OfferSignal::customerId,
            Types.STRING);
    attribution.setup(LearningExampleSerializer.TYPE.createSerializer(new SerializerConfigImpl()));
    learner =
        new TwoInputStreamOperatorTestHarness<>(
            new LearnerOperator(LearningRules.DEFAULT, Duration.ZERO));
    learner.setup(RecordTypes.record().createSerializer(new SerializerConfigImpl()));
    if (from.isPresent()) {
      attribution.initializeState(from.get().attribution());
      learner.initializeState(from.get().learner());
    }
    attribution.open();
    learner.open();
  }

  /** Kills the job and starts it again from a checkpoint of this moment. */
  void restart() throws Exception {
    checkpoint++;
    Checkpoint taken =
        new Checkpoint(
            customers.snapshot(checkpoint),
            attribution.snapshot(checkpoint, checkpoint),
            learner.snapshot(checkpoint, checkpoint));
    passOn();
    close();
    start(Optional.of(taken));
  }

  /** Loses what the learner knows; the topic is left, and is read again. */
  void loseLearner() throws Exception {
    learner.close();
    learner =
        new TwoInputStreamOperatorTestHarness<>(
            new LearnerOperator(LearningRules.DEFAULT, Duration.ZERO));
    learner.setup(RecordTypes.record().createSerializer(new SerializerConfigImpl()));
    learner.open();
    for (OfferBelief belief : topic.values()) {
      learner.processElement2(new StreamRecord<>(TestBeliefs.message(belief)));
    }
  }

  void offer(Offer offer) throws Exception {
    customers.apply(offer);
  }

  void event(Event event) throws Exception {
    customers.event(event);
  }

  /** Lets stream time pass and returns the offers made since. */
  List<NextBestOffer> passes(Instant to) throws Exception {
    customers.watermark(to);
    List<NextBestOffer> made = customers.records(NextBestOffer.class);
    passOn();
    Watermark watermark = new Watermark(to.toEpochMilli());
    attribution.processWatermark(watermark);
    for (LearningExample example : attribution.extractOutputValues()) {
      learner.processElement1(new StreamRecord<>(example));
    }
    attribution.getOutput().clear();
    learner.processWatermark2(watermark);
    learner.processWatermark1(watermark);
    for (SpecificRecord said : learner.extractOutputValues()) {
      OfferBelief belief = (OfferBelief) said;
      topic.put(belief.getKey(), belief);
      customers.control(TestBeliefs.message(belief));
      learner.processElement2(new StreamRecord<>(TestBeliefs.message(belief)));
    }
    learner.getOutput().clear();
    return made;
  }

  private void passOn() throws Exception {
    for (OfferSignal signal : customers.offerSignals()) {
      attribution.processElement(signal, 0);
    }
    customers.forgetOutput();
  }

  /** What the topic of beliefs holds, in order of keys. */
  List<OfferBelief> topic() {
    return List.copyOf(topic.values());
  }

  @Override
  public void close() throws Exception {
    customers.close();
    attribution.close();
    learner.close();
  }
}
