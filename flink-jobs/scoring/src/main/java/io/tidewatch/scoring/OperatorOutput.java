package io.tidewatch.scoring;

import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Passes on to Flink what scoring gives, and counts it as metrics by topic. */
final class OperatorOutput implements CustomerScoring.Output {
  private static final List<Topic> EMITTED =
      List.of(
          Topic.CUSTOMER_SCORES,
          Topic.NEXT_BEST_OFFERS,
          Topic.SUPPRESSIONS,
          Topic.DECISION_LOG,
          Topic.ERASURES,
          Topic.ERASED_CUSTOMERS,
          Topic.DEAD_LETTERS,
          Topic.MODEL_STATUS);

  private final BiConsumer<Event, Fold.Outcome> counts;
  private final Map<Schema, Counter> emitted = new IdentityHashMap<>();
  private final Counter candidates;
  private final Output<StreamRecord<SpecificRecord>> output;
  private final StreamRecord<SpecificRecord> record = new StreamRecord<>(null);

  OperatorOutput(
      MetricGroup metrics,
      BiConsumer<Event, Fold.Outcome> counts,
      Output<StreamRecord<SpecificRecord>> output) {
    this.counts = counts;
    this.output = output;
    for (Topic topic : EMITTED) {
      MetricGroup group = metrics.addGroup("topic", topic.topicName());
      emitted.put(topic.schema(), group.counter("emitted"));
    }
    this.candidates = metrics.counter("alertCandidates");
  }

  @Override
  public void record(SpecificRecord value) {
    emitted.get(value.getSchema()).inc();
    output.collect(record.replace(value));
  }

  @Override
  public void candidate(AlertCandidate candidate) {
    candidates.inc();
    output.collect(CustomerOperator.CANDIDATES, new StreamRecord<>(candidate));
  }

  @Override
  public void observed(Observation observation) {
    output.collect(CustomerOperator.OBSERVATIONS, new StreamRecord<>(observation));
  }

  @Override
  public void truth(TruthSignal signal) {
    output.collect(CustomerOperator.TRUTH, new StreamRecord<>(signal));
  }

  @Override
  public void offer(OfferSignal signal) {
    output.collect(CustomerOperator.OFFERS, new StreamRecord<>(signal));
  }

  @Override
  public void folded(Event event, Fold.Outcome outcome) {
    counts.accept(event, outcome);
  }
}
