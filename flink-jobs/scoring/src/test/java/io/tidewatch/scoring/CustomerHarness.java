package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** One subtask of the customer operator, as Flink runs it, with what came out so far. */
final class CustomerHarness implements AutoCloseable {
  static final int MAX_PARALLELISM = 128;
  static final CustomerScoring.Settings SETTINGS =
      new CustomerScoring.Settings(Duration.ofDays(1), Duration.ofDays(400), 0.02);

  private final KeyedTwoInputStreamOperatorTestHarness<
          String, Inbound, ControlMessage, SpecificRecord>
      harness;

  /** Each event at once, few customers in memory. */
  static final Bundling AT_ONCE = new Bundling(1, Duration.ofMillis(5), 3, 2);

  CustomerHarness(Ordering ordering, Bundling bundling, int parallelism, int subtask)
      throws Exception {
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new CustomerOperator(SETTINGS, ordering, bundling),
            EventRouter::customerId,
            null,
            Types.STRING,
            MAX_PARALLELISM,
            parallelism,
            subtask);
    harness.setup(RecordTypes.record().createSerializer(new SerializerConfigImpl()));
  }

  static CustomerHarness open(Ordering ordering) throws Exception {
    return open(ordering, AT_ONCE);
  }

  static CustomerHarness open(Ordering ordering, Bundling bundling) throws Exception {
    CustomerHarness customers = new CustomerHarness(ordering, bundling, 1, 0);
    customers.harness.open();
    return customers;
  }

  static CustomerHarness serving(Ordering ordering) throws Exception {
    return serving(ordering, AT_ONCE);
  }

  static CustomerHarness serving(Ordering ordering, Bundling bundling) throws Exception {
    CustomerHarness customers = open(ordering, bundling);
    customers.serveEverything();
    return customers;
  }

  static CustomerHarness restored(
      Ordering ordering, int parallelism, int subtask, OperatorSubtaskState snapshot)
      throws Exception {
    return restored(ordering, AT_ONCE, parallelism, subtask, snapshot);
  }

  static CustomerHarness restored(
      Ordering ordering,
      Bundling bundling,
      int parallelism,
      int subtask,
      OperatorSubtaskState snapshot)
      throws Exception {
    CustomerHarness customers = new CustomerHarness(ordering, bundling, parallelism, subtask);
    customers.harness.initializeState(snapshot);
    customers.harness.open();
    return customers;
  }

  void serveEverything() throws Exception {
    apply(TestEvents.policy());
    apply(TestEvents.offer("coffee", "coffee", 500));
    apply(TestEvents.offer("tea", "tea", 400));
    serve(TestModels.churn());
    serve(TestModels.recommender());
  }

  void serve(Release release) throws Exception {
    control(new ControlMessage(Topic.MODELS, release.manifest().name(), release.servingBytes()));
  }

  void apply(Policy policy) throws Exception {
    control(new ControlMessage(Topic.POLICIES, policy.getName(), bytes(policy.toByteBuffer())));
  }

  void apply(Offer offer) throws Exception {
    control(new ControlMessage(Topic.OFFERS, offer.getOfferId(), bytes(offer.toByteBuffer())));
  }

  void control(ControlMessage message) throws Exception {
    harness.processElement2(new StreamRecord<>(message));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  void event(Event event) throws Exception {
    inbound(new Inbound.Accepted(event));
  }

  void inbound(Inbound inbound) throws Exception {
    harness.processElement1(new StreamRecord<>(inbound));
  }

  void watermark(Instant at) throws Exception {
    // The control input is always idle; here it is simply ahead.
    harness.processWatermark2(new Watermark(at.toEpochMilli()));
    harness.processWatermark1(new Watermark(at.toEpochMilli()));
  }

  /** Takes a checkpoint, as a task does: first what the operator does before its barrier. */
  OperatorSubtaskState snapshot() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    return harness.snapshot(1, 1);
  }

  /** Lets processing time pass. */
  void processingTime(long millis) throws Exception {
    harness.setProcessingTime(millis);
  }

  /** States of customers and kept events, as a checkpoint would have them. */
  int keyedStates() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    return harness.numKeyedStateEntries();
  }

  int timers() {
    return harness.numEventTimeTimers();
  }

  /** Everything on the main output, in order. */
  List<SpecificRecord> records() {
    return new ArrayList<>(harness.extractOutputValues());
  }

  <T extends SpecificRecord> List<T> records(Class<T> type) {
    return records().stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<AlertCandidate> candidates() {
    var candidates = harness.getSideOutput(CustomerOperator.CANDIDATES);
    return candidates == null
        ? List.of()
        : candidates.stream().map(StreamRecord::getValue).toList();
  }

  List<ChurnAlert> alerts() {
    return candidates().stream().map(AlertCandidate::alert).toList();
  }

  Map<String, EventCounts> counts() {
    Map<String, Object> values = new TreeMap<>();
    harness
        .getEnvironment()
        .getAccumulatorRegistry()
        .getUserMap()
        .forEach((name, accumulator) -> values.put(name, accumulator.getLocalValue()));
    return EventCounts.of(values);
  }

  static double days(Instant at) {
    return (Micros.of(at) - Micros.of(TestEvents.START)) / (double) Micros.PER_DAY;
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
