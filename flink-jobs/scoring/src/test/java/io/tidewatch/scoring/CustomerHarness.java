package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.ErasedCustomer;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.RocksDBKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** One subtask of the customer operator, as Flink runs it, with what came out so far. */
final class CustomerHarness implements AutoCloseable {
  static final int MAX_PARALLELISM = 128;
  static final CustomerScoring.Settings SETTINGS =
      new CustomerScoring.Settings(
          Duration.ofDays(1), Duration.ofDays(400), 0.02, LearningRules.DEFAULT);

  private final KeyedTwoInputStreamOperatorTestHarness<
          String, Inbound, ControlMessage, SpecificRecord>
      harness;
  private boolean onRocksDb;

  /** Each event at once, few customers in memory. */
  static final Bundling AT_ONCE = new Bundling(1, Duration.ofMillis(5), 3, 2);

  CustomerHarness(Ordering ordering, Bundling bundling, int parallelism, int subtask)
      throws Exception {
    this(ordering, bundling, parallelism, subtask, GuardSettings.OFF);
  }

  CustomerHarness(
      Ordering ordering, Bundling bundling, int parallelism, int subtask, GuardSettings guards)
      throws Exception {
    this(ordering, bundling, parallelism, subtask, guards, SETTINGS);
  }

  CustomerHarness(
      Ordering ordering,
      Bundling bundling,
      int parallelism,
      int subtask,
      GuardSettings guards,
      CustomerScoring.Settings settings)
      throws Exception {
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new CustomerOperator(
                settings,
                ordering,
                bundling,
                CustomerOperator.Compiling.AT_ONCE,
                guards,
                new Configuration()),
            EventRouter::customerId,
            null,
            Types.STRING,
            MAX_PARALLELISM,
            parallelism,
            subtask);
  }

  /** With RocksDB, set up as the job does, instead of state on the heap. */
  CustomerHarness onRocksDb() {
    return onRocksDb("32mb", "1mb");
  }

  /** With RocksDB of a given size of memory and of each write buffer. */
  CustomerHarness onRocksDb(String memory, String writeBuffer) {
    Configuration settings = new Configuration();
    settings.setString(
        "state.backend.rocksdb.options-factory",
        FlinkSettings.DEFAULTS.get("state.backend.rocksdb.options-factory"));
    settings.setString("state.backend.rocksdb.memory.fixed-per-slot", memory);
    settings.setString("state.backend.rocksdb.writebuffer.size", writeBuffer);
    onRocksDb = true;
    harness.setStateBackend(
        new EmbeddedRocksDBStateBackend(true)
            .configure(settings, CustomerHarness.class.getClassLoader()));
    return this;
  }

  /** Opens the operator, from a snapshot if there is one. */
  CustomerHarness start(Optional<OperatorSubtaskState> snapshot) throws Exception {
    harness.setup(RecordTypes.record().createSerializer(new SerializerConfigImpl()));
    if (snapshot.isPresent()) {
      harness.initializeState(snapshot.get());
    }
    harness.open();
    assertThat(keyedStateBackend() instanceof RocksDBKeyedStateBackend).isEqualTo(onRocksDb);
    return this;
  }

  static CustomerHarness open(Ordering ordering) throws Exception {
    return open(ordering, AT_ONCE);
  }

  static CustomerHarness open(Ordering ordering, Bundling bundling) throws Exception {
    return new CustomerHarness(ordering, bundling, 1, 0).start(Optional.empty());
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
    return new CustomerHarness(ordering, bundling, parallelism, subtask)
        .start(Optional.of(snapshot));
  }

  void serveEverything() throws Exception {
    apply(TestEvents.policy());
    apply(TestEvents.offer("coffee", "coffee", 500));
    apply(TestEvents.offer("tea", "tea", 400));
    serve(TestModels.churn());
    serve(TestModels.recommender());
  }

  void serve(Release release) throws Exception {
    control(message(release, ModelRole.CHAMPION, 1f));
  }

  void challenge(Release release, float share) throws Exception {
    control(message(release, ModelRole.CHALLENGER, share));
  }

  void shadow(Release release) throws Exception {
    control(message(release, ModelRole.SHADOW, 0f));
  }

  static ControlMessage message(Release release, ModelRole role, float share) {
    return new ControlMessage(
        Topic.MODELS,
        new ModelSlot(release.manifest().name(), role).key(),
        new SlotContent(
                share,
                release.manifest().version(),
                release.sha256(),
                "a test",
                "to see",
                release.servingBytes())
            .toBytes());
  }

  void apply(Policy policy) throws Exception {
    control(message(policy));
  }

  static ControlMessage message(Policy policy) {
    return encoded(Topic.POLICIES, policy.getName(), policy::toByteBuffer);
  }

  static ControlMessage message(Offer offer) {
    return encoded(Topic.OFFERS, offer.getOfferId(), offer::toByteBuffer);
  }

  private interface Encoder {
    ByteBuffer encode() throws IOException;
  }

  private static ControlMessage encoded(Topic topic, String key, Encoder encoder) {
    try {
      return new ControlMessage(topic, key, bytes(encoder.encode()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void apply(Offer offer) throws Exception {
    control(message(offer));
  }

  void erased(ErasedCustomer said) throws Exception {
    control(encoded(Topic.ERASED_CUSTOMERS, said.getDigest(), said::toByteBuffer));
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

  /** The same, of a number. */
  OperatorSubtaskState snapshot(long checkpointId) throws Exception {
    harness.prepareSnapshotPreBarrier(checkpointId);
    return harness.snapshot(checkpointId, checkpointId);
  }

  /** Says that a checkpoint is complete. */
  void complete(long checkpointId) throws Exception {
    harness.notifyOfCompletedCheckpoint(checkpointId);
  }

  /** Lets processing time pass. */
  void processingTime(long millis) throws Exception {
    harness.setProcessingTime(millis);
  }

  /** Says that no more input comes. */
  void finish() throws Exception {
    harness.getOperator().finish();
  }

  /** Does what comes before a checkpoint, and takes none. */
  void beforeCheckpoint() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
  }

  /** States of customers and kept events, as a checkpoint would have them. */
  int keyedStates() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    return harness.numKeyedStateEntries();
  }

  /** The layout's bytes of all customers, as a checkpoint would have them, by customer id. */
  Map<String, String> states() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    CustomerStateSerializer serializer = new CustomerStateSerializer();
    KeyedStateBackend<String> backend = keyedStateBackend();
    ValueState<CustomerState> states =
        backend.getPartitionedState(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            new ValueStateDescriptor<>("customer", serializer));
    List<String> ids;
    try (Stream<String> keys = backend.getKeys("customer", VoidNamespace.INSTANCE)) {
      ids = keys.toList();
    }
    Map<String, String> bytes = new TreeMap<>();
    for (String id : ids) {
      backend.setCurrentKey(id);
      DataOutputSerializer out = new DataOutputSerializer(1_024);
      serializer.serialize(states.value(), out);
      bytes.put(id, HexFormat.of().formatHex(out.getCopyOfBuffer()));
    }
    return bytes;
  }

  private KeyedStateBackend<String> keyedStateBackend() {
    return ((AbstractStreamOperator<?>) harness.getOperator()).getKeyedStateBackend();
  }

  /** The release of a digest if it serves in some role, null if not. */
  ServingModel serving(String sha256) {
    return ((CustomerOperator) harness.getOperator()).serving().find(sha256).orElse(null);
  }

  int timers() {
    return harness.numEventTimeTimers();
  }

  /** Lets go of what came out, where a run is too long to keep it. */
  void forgetOutput() {
    harness.getOutput().clear();
    var candidates = harness.getSideOutput(CustomerOperator.CANDIDATES);
    if (candidates != null) {
      candidates.clear();
    }
    var signals = harness.getSideOutput(CustomerOperator.OFFERS);
    if (signals != null) {
      signals.clear();
    }
  }

  /** Everything on the main output, in order. */
  List<SpecificRecord> records() {
    return new ArrayList<>(harness.extractOutputValues());
  }

  <T extends SpecificRecord> List<T> records(Class<T> type) {
    return records().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** What the guards heard, in order. */
  List<Observation> observations() {
    var observations = harness.getSideOutput(CustomerOperator.OBSERVATIONS);
    return observations == null
        ? List.of()
        : observations.stream().map(StreamRecord::getValue).toList();
  }

  /** What sampled customers did, in order. */
  List<TruthSignal> truth() {
    var truth = harness.getSideOutput(CustomerOperator.TRUTH);
    return truth == null ? List.of() : truth.stream().map(StreamRecord::getValue).toList();
  }

  /** Which offers were made, and what was heard of them, in order. */
  List<OfferSignal> offerSignals() {
    var signals = harness.getSideOutput(CustomerOperator.OFFERS);
    return signals == null ? List.of() : signals.stream().map(StreamRecord::getValue).toList();
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
