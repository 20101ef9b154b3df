package io.tidewatch.scoring;

import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;

/** Passes on to Flink what scoring gives, and counts it as metrics by topic. */
final class OperatorOutput implements CustomerScoring.Output {
  private static final List<Topic> EMITTED =
      List.of(
          Topic.CUSTOMER_SCORES,
          Topic.NEXT_BEST_OFFERS,
          Topic.SUPPRESSIONS,
          Topic.DECISION_LOG,
          Topic.MODEL_STATUS);

  private final BiConsumer<Event, Fold.Outcome> counts;
  private final Map<Schema, Counter> emitted = new IdentityHashMap<>();
  private final Counter candidates;
  private Collector<SpecificRecord> records;
  private Consumer<AlertCandidate> desk;

  OperatorOutput(MetricGroup metrics, BiConsumer<Event, Fold.Outcome> counts) {
    this.counts = counts;
    for (Topic topic : EMITTED) {
      MetricGroup group = metrics.addGroup("topic", topic.topicName());
      emitted.put(topic.schema(), group.counter("emitted"));
    }
    this.candidates = metrics.counter("alertCandidates");
  }

  /** Says where the next records go; Flink gives a collector with each call. */
  void to(Collector<SpecificRecord> records, Consumer<AlertCandidate> desk) {
    this.records = records;
    this.desk = desk;
  }

  @Override
  public void record(SpecificRecord record) {
    emitted.get(record.getSchema()).inc();
    records.collect(record);
  }

  @Override
  public void candidate(AlertCandidate candidate) {
    candidates.inc();
    desk.accept(candidate);
  }

  @Override
  public void folded(Event event, Fold.Outcome outcome) {
    counts.accept(event, outcome);
  }
}
