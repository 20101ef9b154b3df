package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

class DeskOperatorTest {
  private static final int CAPACITY = 3;
  private static final int COOL_DOWN_HOURS = 14 * 24;

  @Test
  void neverSendsMoreAlertsInADayThanTheDeskCanWorkOn() throws Exception {
    try (var desk = DeskHarness.open(Ordering.EVENT_TIME)) {
      Random random = new Random(1);
      for (int i = 0; i < 400; i++) {
        Instant at = day(random.nextDouble() * 10);
        desk.send(candidate("c" + i, at, at, random.nextInt(100_000)));
      }
      desk.watermark(day(11));

      assertThat(
              desk.alerts().stream()
                  .collect(
                      Collectors.groupingBy(
                          alert -> alert.getDecidedAt().atZone(ZoneOffset.UTC).toLocalDate(),
                          Collectors.counting()))
                  .values())
          .allMatch(count -> count <= CAPACITY);
      assertThat(desk.alerts()).hasSizeGreaterThan(25);
      assertThat(desk.alerts().size() + desk.records(Suppression.class).size()).isEqualTo(400);
      assertThat(desk.records(Suppression.class))
          .allMatch(suppression -> suppression.getReason() == SuppressionReason.CAPACITY);
    }
  }

  @Test
  void logsEachDecisionWithItsOwnIdAndKind() throws Exception {
    try (var desk = DeskHarness.open(Ordering.ARRIVAL)) {
      desk.send(candidate("sent", day(0), day(0), 1_000));
      desk.send(candidate("held", day(0.01), day(0.01), 0));
      List<DecisionRecord> logged = desk.records(DecisionRecord.class);
      assertThat(logged.get(0).getKind()).isEqualTo(DecisionKind.ALERT);
      assertThat(logged.get(0).getDecisionId()).isEqualTo(desk.alerts().get(0).getAlertId());
      assertThat(logged.get(1).getKind()).isEqualTo(DecisionKind.SUPPRESSION);
      assertThat(logged.get(1).getSuppressionReason()).isEqualTo(SuppressionReason.CAPACITY);
      assertThat(logged.get(1).getDecisionId())
          .isEqualTo(desk.records(Suppression.class).get(0).getSuppressionId());
      assertThat(logged.get(1).getFeatures()).isNotEmpty();
    }
  }

  @Test
  void sendsAnOpenAlertOnceHoweverOftenItComesAgain() throws Exception {
    try (var desk = DeskHarness.open(Ordering.ARRIVAL)) {
      for (int i = 0; i < 40; i++) {
        desk.watermark(day(i).minusMillis(1));
        desk.send(candidate("c", day(0), day(i), 1_000));
      }
      assertThat(desk.alerts()).hasSize(1);
      assertThat(desk.records(Suppression.class)).isEmpty();
    }
  }

  @Test
  void letsAnAlertThatFoundNoCapacityCompeteAgainTheNextDay() throws Exception {
    try (var desk = DeskHarness.open(Ordering.ARRIVAL)) {
      for (int i = 0; i < CAPACITY; i++) {
        desk.send(candidate("rich" + i, day(0), day(0.001 * i), 1_000_000 + i));
      }
      desk.send(candidate("c", day(0.01), day(0.01), 500));
      desk.send(candidate("c", day(0.01), day(1.01), 500));

      assertThat(desk.records(Suppression.class))
          .extracting(Suppression::getCustomerId)
          .contains("c");
      assertThat(desk.alerts()).extracting(ChurnAlert::getCustomerId).contains("c");
    }
  }

  @Test
  void leavesACustomerAloneDuringTheCoolDown() throws Exception {
    try (var desk = DeskHarness.open(Ordering.ARRIVAL)) {
      desk.send(candidate("c", day(0), day(0), 1_000));
      desk.send(candidate("c", day(5), day(5), 1_000));
      desk.send(candidate("c", day(5), day(13.9), 1_000));
      desk.send(candidate("c", day(5), day(14.1), 1_000));

      assertThat(desk.records(Suppression.class))
          .extracting(Suppression::getReason)
          .containsExactly(SuppressionReason.COOL_DOWN, SuppressionReason.COOL_DOWN);
      assertThat(desk.alerts())
          .extracting(ChurnAlert::getDecidedAt)
          .containsExactly(day(0), day(14.1));
    }
  }

  @Test
  void forgetsAlertsThatHaveClosed() throws Exception {
    try (var desk = DeskHarness.open(Ordering.ARRIVAL)) {
      desk.send(candidate("c", day(0), day(0), 1_000));
      desk.watermark(day(10));
      assertThat(desk.timers()).isEqualTo(1);
      desk.watermark(day(16));
      assertThat(desk.timers()).isZero();
      assertThat(desk.keyedStates()).isEqualTo(1); // what was learnt of the days
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
    try (var desk = DeskHarness.open(Ordering.EVENT_TIME)) {
      for (AlertCandidate candidate : candidates) {
        desk.send(candidate);
      }
      desk.watermark(day(9));
      expected = new ArrayList<>(desk.records());
    }
    Collections.shuffle(candidates, random);
    List<SpecificRecord> found;
    OperatorSubtaskState snapshot;
    try (var desk = DeskHarness.open(Ordering.EVENT_TIME)) {
      for (AlertCandidate candidate : candidates) {
        desk.send(candidate);
      }
      desk.watermark(day(2.15));
      found = new ArrayList<>(desk.records());
      snapshot = desk.snapshot(1);
    }
    try (var desk = DeskHarness.notYetOpen(Ordering.EVENT_TIME, RetentionDesks.Budgets.EXACT)) {
      desk.open(Optional.of(snapshot));
      desk.watermark(day(9));
      found.addAll(desk.records());
    }
    assertThat(found).isEqualTo(expected).isNotEmpty();
  }

  private static AlertCandidate candidate(
      String customer, Instant raisedAt, Instant at, long valueAtRiskMinor) {
    return DeskHarness.candidate(customer, raisedAt, at, valueAtRiskMinor, null);
  }
}
