package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The operator of the desks, as Flink runs it, with what came out so far. */
final class DeskHarness implements AutoCloseable {
  static final int CAPACITY = 3;
  static final int COOL_DOWN_HOURS = 14 * 24;

  private final KeyedOneInputStreamOperatorTestHarness<String, AlertCandidate, SpecificRecord>
      harness;

  private DeskHarness(Ordering ordering, RetentionDesks.Budgets budgets) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new DeskOperator(Duration.ofDays(1), ordering, budgets)),
            candidate -> candidate.alert().getDesk(),
            Types.STRING);
    harness.setup(RecordTypes.record().createSerializer(new SerializerConfigImpl()));
  }

  static DeskHarness notYetOpen(Ordering ordering, RetentionDesks.Budgets budgets)
      throws Exception {
    return new DeskHarness(ordering, budgets);
  }

  static DeskHarness open(Ordering ordering) throws Exception {
    return notYetOpen(ordering, RetentionDesks.Budgets.EXACT).open(Optional.empty());
  }

  /** Opens the operator, from a snapshot if there is one. */
  DeskHarness open(Optional<OperatorSubtaskState> snapshot) throws Exception {
    if (snapshot.isPresent()) {
      harness.initializeState(snapshot.get());
    }
    harness.open();
    return this;
  }

  void send(AlertCandidate candidate) throws Exception {
    harness.processElement(candidate, 0);
  }

  void watermark(Instant at) throws Exception {
    harness.processWatermark(at.toEpochMilli());
  }

  /** Says what the clock on the wall shows. */
  void clock(Instant now) throws Exception {
    harness.setProcessingTime(now.toEpochMilli());
  }

  OperatorSubtaskState snapshot(long checkpointId) throws Exception {
    return harness.snapshot(checkpointId, checkpointId);
  }

  void complete(long checkpointId) throws Exception {
    harness.notifyOfCompletedCheckpoint(checkpointId);
  }

  int timers() {
    return harness.numEventTimeTimers();
  }

  int keyedStates() {
    return harness.numKeyedStateEntries();
  }

  List<SpecificRecord> records() {
    return new ArrayList<>(harness.extractOutputValues());
  }

  <T extends SpecificRecord> List<T> records(Class<T> type) {
    return records().stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<ChurnAlert> alerts() {
    return records(ChurnAlert.class);
  }

  /** Lets go of what came out. */
  void forgetOutput() {
    harness.getOutput().clear();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }

  /**
   * An alert of a customer who used to spend ten times as much as is at risk.
   *
   * @param policy the policy that it was raised under; null where the record does not say it
   */
  static AlertCandidate candidate(
      String customer, Instant raisedAt, Instant at, long valueAtRiskMinor, Policy policy) {
    ModelRef model = new ModelRef("churn", "1", "ab");
    String id = customer + "@" + at;
    ChurnAlert alert =
        ChurnAlert.newBuilder()
            .setAlertId(id)
            .setCustomerId(customer)
            .setDecidedAt(at)
            .setChurn(0.9f)
            .setPurchase7(0.1f)
            .setExpectedSpendMinor(100)
            .setValueAtRiskMinor(valueAtRiskMinor)
            .setUsualSpendMinor(10 * valueAtRiskMinor)
            .setCurrency("USD")
            .setReasons(List.of())
            .setDesk("retention")
            .setModel(model)
            .setPolicyVersion("1")
            .setFeatureDigest("0")
            .build();
    DecisionRecord record =
        DecisionRecord.newBuilder()
            .setDecisionId(id)
            .setCustomerId(customer)
            .setDecidedAt(at)
            .setKind(DecisionKind.ALERT)
            .setFeatures(List.of(1f))
            .setCatalogueDigest("0")
            .setChurn(0.9f)
            .setPurchase7(0.1f)
            .setExpectedSpendMinor(100)
            .setModels(List.of(model))
            .setPolicyVersion("1")
            .setPolicy(policy)
            .build();
    int capacity = policy == null ? CAPACITY : policy.getAlerts().getDailyCapacity();
    return new AlertCandidate(alert, record, Micros.of(raisedAt), capacity, "UTC", COOL_DOWN_HOURS);
  }
}
