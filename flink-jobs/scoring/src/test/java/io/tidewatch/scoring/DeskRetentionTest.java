package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.RetentionAction;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.RetentionRules;
import io.tidewatch.schemas.RetentionVerdict;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** Alerts name actions, and all of a day never take more than its budget. */
class DeskRetentionTest {
  private static final long BUDGET = 60_000;

  @Test
  void namesTheActionInTheAlertAndInItsRecord() throws Exception {
    try (var desk = DeskHarness.open(Ordering.ARRIVAL)) {
      desk.send(candidate("c", day(0), 10_000));

      RetentionChoice choice = desk.alerts().get(0).getRetention();
      assertThat(choice.getVerdict()).isEqualTo(RetentionVerdict.ACTION);
      // It keeps 0.9 * 0.25 * 100,000 * 0.3 for 300 + 0.05 * 100,000 * (1 - 0.9 * 0.75).
      assertThat(choice.getActionId()).isEqualTo("discount");
      assertThat(Math.round(choice.getRetainedMinor())).isEqualTo(6_750);
      assertThat(Math.round(choice.getSavedMarginMinor())).isEqualTo(4_825);
      assertThat(choice.getReservedMinor()).isEqualTo(5_300);
      assertThat(desk.records(DecisionRecord.class).get(0).getRetention()).isEqualTo(choice);
    }
  }

  @Test
  void namesNoneWhereThePolicyHasNone() throws Exception {
    try (var desk = DeskHarness.open(Ordering.ARRIVAL)) {
      desk.send(DeskHarness.candidate("c", day(0), day(0), 10_000, null));
      assertThat(desk.alerts()).singleElement().extracting(ChurnAlert::getRetention).isNull();
    }
  }

  @Test
  void spendsTheBudgetOfADayAndNeverMore() throws Exception {
    try (var desk = DeskHarness.open(Ordering.EVENT_TIME)) {
      for (AlertCandidate candidate : candidates(new Random(1), 600, 6)) {
        desk.send(candidate);
      }
      desk.watermark(day(8));

      assertThat(taken(desk.alerts()).values())
          .allMatch(taken -> taken <= BUDGET)
          .anyMatch(taken -> taken > 0.8 * BUDGET);
      assertThat(desk.alerts())
          .hasSize(600)
          .extracting(alert -> alert.getRetention().getVerdict())
          .contains(
              RetentionVerdict.ACTION, RetentionVerdict.BUDGET, RetentionVerdict.NOTHING_PAYS);
    }
  }

  @Test
  void choosesTheSameWhateverTheOrderOfArrivalAndTheRestartInEventTimeOrder() throws Exception {
    Random random = new Random(2);
    List<AlertCandidate> candidates = candidates(random, 300, 4);
    List<SpecificRecord> expected;
    try (var desk = DeskHarness.open(Ordering.EVENT_TIME)) {
      for (AlertCandidate candidate : candidates) {
        desk.send(candidate);
      }
      desk.watermark(day(9));
      expected = desk.records();
    }
    Collections.shuffle(candidates, random);
    List<SpecificRecord> found;
    OperatorSubtaskState snapshot;
    try (var desk = DeskHarness.open(Ordering.EVENT_TIME)) {
      for (AlertCandidate candidate : candidates) {
        desk.send(candidate);
      }
      desk.watermark(day(2.15));
      found = desk.records();
      snapshot = desk.snapshot(1);
    }
    try (var desk =
        DeskHarness.notYetOpen(Ordering.EVENT_TIME, RetentionDesks.Budgets.EXACT)
            .open(Optional.of(snapshot))) {
      desk.watermark(day(9));
      found.addAll(desk.records());
    }
    assertThat(found).isEqualTo(expected).isNotEmpty();
  }

  @Test
  void isMadeAgainFromTheRecord() throws Exception {
    DecisionRebuild rebuild = DecisionRebuild.with(List.of(TestModels.churn()));
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL);
        DeskHarness desk = DeskHarness.open(Ordering.ARRIVAL)) {
      customers.apply(policy());
      for (int i = 0; i < 20; i++) {
        for (int order = 0; order < 3; order++) {
          customers.event(
              TestEvents.purchase("p" + order, "c" + i, day(i * 0.1 + order), "coffee"));
        }
      }
      customers.watermark(day(20));
      for (AlertCandidate candidate : customers.candidates()) {
        desk.send(candidate);
      }
      assertThat(desk.alerts()).isNotEmpty();
      for (int i = 0; i < desk.alerts().size(); i++) {
        DecisionRecord logged = desk.records(DecisionRecord.class).get(i);
        assertThat(logged.getRetention()).isNotNull();
        DecisionRebuild.Rebuilt again = rebuild.rebuild(logged, List.of());
        assertThat(again.alert()).contains(desk.alerts().get(i));
        assertThat(again.record()).isEqualTo(logged);
      }
    }
  }

  /**
   * The job is killed at any moment, goes on from its last complete checkpoint, and hears the same
   * alerts in another order. Everything that it ever said counts, once for each alert and action.
   */
  @Test
  void allLivesTogetherNeverTakeMoreThanTheBudgetInArrivalOrder() throws Exception {
    Set<RetentionVerdict> verdicts = new HashSet<>();
    double most = 0;
    int kills = 0;
    for (long seed = 1; seed <= 12; seed++) {
      Lives lives = new Lives(new Random(seed));
      lives.live();
      kills += lives.kills;
      Map<LocalDate, Long> taken = taken(lives.said.values());
      assertThat(taken.values()).as("seed %d", seed).allMatch(minor -> minor <= BUDGET);
      most = Math.max(most, Collections.max(taken.values()) / (double) BUDGET);
      lives.said.values().forEach(alert -> verdicts.add(alert.getRetention().getVerdict()));
    }
    assertThat(kills).isGreaterThan(30);
    assertThat(most).isGreaterThan(0.9);
    assertThat(verdicts).contains(RetentionVerdict.ACTION, RetentionVerdict.BUDGET);
  }

  /** One desk under leases, in lives that follow one another. */
  private static final class Lives {
    private final Random random;
    private final List<AlertCandidate> sinceCheckpoint = new ArrayList<>();
    private final Map<String, ChurnAlert> said = new HashMap<>(); // by alert and action
    private Optional<OperatorSubtaskState> complete = Optional.empty();
    private DeskHarness desk;
    private Instant now = day(0);
    private long checkpoints;
    private int kills;

    Lives(Random random) {
      this.random = random;
    }

    void live() throws Exception {
      start();
      for (AlertCandidate candidate : candidates(random, 600, 3)) {
        now = candidate.alert().getDecidedAt();
        desk.clock(now);
        sinceCheckpoint.add(candidate);
        desk.send(candidate);
        if (random.nextInt(8) == 0) {
          checkpoint();
        }
        if (random.nextInt(100) == 0) {
          kill();
        }
      }
      collect();
      desk.close();
    }

    private void start() throws Exception {
      desk = DeskHarness.notYetOpen(Ordering.ARRIVAL, RetentionDesks.Budgets.LEASED).open(complete);
      desk.clock(now);
    }

    private void checkpoint() throws Exception {
      OperatorSubtaskState taken = desk.snapshot(++checkpoints);
      if (random.nextInt(5) > 0) {
        complete = Optional.of(taken);
        sinceCheckpoint.clear();
        if (random.nextInt(5) > 0) {
          desk.complete(checkpoints);
        }
      }
    }

    private void kill() throws Exception {
      collect();
      desk.close();
      kills++;
      start();
      Collections.shuffle(sinceCheckpoint, random);
      for (AlertCandidate candidate : sinceCheckpoint) {
        desk.send(candidate);
      }
    }

    private void collect() {
      for (ChurnAlert alert : desk.alerts()) {
        said.put(alert.getAlertId() + alert.getRetention().getActionId(), alert);
      }
      desk.forgetOutput();
    }
  }

  private static Map<LocalDate, Long> taken(Collection<ChurnAlert> alerts) {
    return alerts.stream()
        .collect(
            Collectors.groupingBy(
                alert -> LocalDate.ofInstant(alert.getDecidedAt(), ZoneOffset.UTC),
                Collectors.summingLong(alert -> alert.getRetention().getReservedMinor())));
  }

  private static List<AlertCandidate> candidates(Random random, int count, int days) {
    List<AlertCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      candidates.add(candidate("c" + i, day(i * (double) days / count), random.nextInt(20_000)));
    }
    return candidates;
  }

  private static AlertCandidate candidate(String customer, Instant at, long valueAtRiskMinor) {
    return DeskHarness.candidate(customer, at, at, valueAtRiskMinor, policy());
  }

  private static Policy policy() {
    Policy policy = TestEvents.policy();
    policy.getAlerts().setDailyCapacity(1_000);
    policy
        .getAlerts()
        .setRetention(
            RetentionRules.newBuilder()
                .setActions(
                    List.of(
                        new RetentionAction("call", 0.1, 500L, 0.0),
                        new RetentionAction("voucher", 0.2, 2_000L, 0.0),
                        new RetentionAction("discount", 0.25, 300L, 0.05)))
                .setMargin(0.3)
                .setDailyBudgetMinor(BUDGET)
                .setCurrency("USD")
                .build());
    return policy;
  }
}
