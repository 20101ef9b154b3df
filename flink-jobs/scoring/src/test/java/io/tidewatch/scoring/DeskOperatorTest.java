package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class DeskOperatorTest {
  private static final int CAPACITY = 3;
  private static final int COOL_DOWN_HOURS = 14 * 24;

  @Test
  void neverSendsMoreAlertsInADayThanTheDeskCanWorkOn() throws Exception {
    try (var desk = desk(Ordering.EVENT_TIME)) {
      Random random = new Random(1);
      for (int i = 0; i < 400; i++) {
        Instant at = day(random.nextDouble() * 10);
        send(desk, candidate("c" + i, at, at, random.nextInt(100_000)));
      }
      desk.processWatermark(day(11).toEpochMilli());

      assertThat(
              alerts(desk).stream()
                  .collect(
                      Collectors.groupingBy(
                          alert -> alert.getDecidedAt().atZone(ZoneOffset.UTC).toLocalDate(),
                          Collectors.counting()))
                  .values())
          .allMatch(count -> count <= CAPACITY);
      assertThat(alerts(desk)).hasSizeGreaterThan(25);
      assertThat(alerts(desk).size() + suppressions(desk).size()).isEqualTo(400);
      assertThat(suppressions(desk))
          .allMatch(suppression -> suppression.getReason() == SuppressionReason.CAPACITY);
    }
  }

  @Test
  void logsEachDecisionWithItsOwnIdAndKind() throws Exception {
    try (var desk = desk(Ordering.ARRIVAL)) {
      send(desk, candidate("sent", day(0), day(0), 1_000));
      send(desk, candidate("held", day(0.01), day(0.01), 0));
      List<DecisionRecord> logged = records(desk, DecisionRecord.class);
      assertThat(logged.get(0).getKind()).isEqualTo(DecisionKind.ALERT);
      assertThat(logged.get(0).getDecisionId()).isEqualTo(alerts(desk).get(0).getAlertId());
      assertThat(logged.get(1).getKind()).isEqualTo(DecisionKind.SUPPRESSION);
      assertThat(logged.get(1).getSuppressionReason()).isEqualTo(SuppressionReason.CAPACITY);
      assertThat(logged.get(1).getDecisionId())
          .isEqualTo(suppressions(desk).get(0).getSuppressionId());
      assertThat(logged.get(1).getFeatures()).isNotEmpty();
    }
  }

  @Test
  void sendsAnOpenAlertOnceHoweverOftenItComesAgain() throws Exception {
    try (var desk = desk(Ordering.ARRIVAL)) {
      for (int i = 0; i < 40; i++) {
        desk.processWatermark(day(i).toEpochMilli() - 1);
        send(desk, candidate("c", day(0), day(i), 1_000));
      }
      assertThat(alerts(desk)).hasSize(1);
      assertThat(suppressions(desk)).isEmpty();
    }
  }

  @Test
  void letsAnAlertThatFoundNoCapacityCompeteAgainTheNextDay() throws Exception {
    try (var desk = desk(Ordering.ARRIVAL)) {
      for (int i = 0; i < CAPACITY; i++) {
        send(desk, candidate("rich" + i, day(0), day(0.001 * i), 1_000_000 + i));
      }
      send(desk, candidate("c", day(0.01), day(0.01), 500));
      send(desk, candidate("c", day(0.01), day(1.01), 500));

      assertThat(suppressions(desk)).extracting(Suppression::getCustomerId).contains("c");
      assertThat(alerts(desk)).extracting(ChurnAlert::getCustomerId).contains("c");
    }
  }

  @Test
  void leavesACustomerAloneDuringTheCoolDown() throws Exception {
    try (var desk = desk(Ordering.ARRIVAL)) {
      send(desk, candidate("c", day(0), day(0), 1_000));
      send(desk, candidate("c", day(5), day(5), 1_000));
      send(desk, candidate("c", day(5), day(13.9), 1_000));
      send(desk, candidate("c", day(5), day(14.1), 1_000));

      assertThat(suppressions(desk))
          .extracting(Suppression::getReason)
          .containsExactly(SuppressionReason.COOL_DOWN, SuppressionReason.COOL_DOWN);
      assertThat(alerts(desk))
          .extracting(ChurnAlert::getDecidedAt)
          .containsExactly(day(0), day(14.1));
    }
  }

  @Test
  void forgetsAlertsThatHaveClosed() throws Exception {
    try (var desk = desk(Ordering.ARRIVAL)) {
      send(desk, candidate("c", day(0), day(0), 1_000));
      desk.processWatermark(day(10).toEpochMilli());
      assertThat(desk.numEventTimeTimers()).isEqualTo(1);
      desk.processWatermark(day(16).toEpochMilli());
      assertThat(desk.numEventTimeTimers()).isZero();
      assertThat(desk.numKeyedStateEntries()).isEqualTo(1); // what was learnt of the days
    }
  }

  @Test
  void decidesTheSameWhateverTheOrderOfArrivalAndTheRestartInEventTimeOrder() throws Exception {
    Random random = new Random(7);
    List<AlertCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Instant at = day(Math.floor(random.nextDouble() * 40) / 10);
      candidates.add(candidate("c" + i % 60, at, at, random.nextInt(1_000)));
    }
    List<SpecificRecord> expected;
    try (var desk = desk(Ordering.EVENT_TIME)) {
      for (AlertCandidate candidate : candidates) {
        send(desk, candidate);
      }
      desk.processWatermark(day(9).toEpochMilli());
      expected = new ArrayList<>(desk.extractOutputValues());
    }
    Collections.shuffle(candidates, random);
    List<SpecificRecord> found;
    OperatorSubtaskState snapshot;
    try (var desk = desk(Ordering.EVENT_TIME)) {
      for (AlertCandidate candidate : candidates) {
        send(desk, candidate);
      }
      desk.processWatermark(day(2.15).toEpochMilli());
      found = new ArrayList<>(desk.extractOutputValues());
      snapshot = desk.snapshot(1, 1);
    }
    try (var desk = harness(Ordering.EVENT_TIME)) {
      desk.initializeState(snapshot);
      desk.open();
      desk.processWatermark(day(9).toEpochMilli());
      found.addAll(desk.extractOutputValues());
    }
    assertThat(found).isEqualTo(expected).isNotEmpty();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, AlertCandidate, SpecificRecord>
      desk(Ordering ordering) throws Exception {
    var desk = harness(ordering);
    desk.open();
    return desk;
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, AlertCandidate, SpecificRecord>
      harness(Ordering ordering) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, AlertCandidate, SpecificRecord> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new DeskOperator(Duration.ofDays(1), ordering, RetentionDesks.Budgets.EXACT)),
            candidate -> candidate.alert().getDesk(),
            Types.STRING);
    harness.setup(RecordTypes.record().createSerializer(new SerializerConfigImpl()));
    return harness;
  }

  private static void send(
      KeyedOneInputStreamOperatorTestHarness<String, AlertCandidate, SpecificRecord> desk,
      AlertCandidate candidate)
      throws Exception {
    desk.processElement(candidate, 0);
  }

  private static List<ChurnAlert> alerts(
      KeyedOneInputStreamOperatorTestHarness<String, AlertCandidate, SpecificRecord> desk) {
    return records(desk, ChurnAlert.class);
  }

  private static List<Suppression> suppressions(
      KeyedOneInputStreamOperatorTestHarness<String, AlertCandidate, SpecificRecord> desk) {
    return records(desk, Suppression.class);
  }

  private static <T extends SpecificRecord> List<T> records(
      KeyedOneInputStreamOperatorTestHarness<String, AlertCandidate, SpecificRecord> desk,
      Class<T> type) {
    return desk.extractOutputValues().stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static AlertCandidate candidate(
      String customer, Instant raisedAt, Instant at, long valueAtRiskMinor) {
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
            .build();
    return new AlertCandidate(alert, record, Micros.of(raisedAt), CAPACITY, "UTC", COOL_DOWN_HOURS);
  }
}
