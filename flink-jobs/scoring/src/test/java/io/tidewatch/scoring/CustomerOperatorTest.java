package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.click;
import static io.tidewatch.scoring.TestEvents.day;
import static io.tidewatch.scoring.TestEvents.erasure;
import static io.tidewatch.scoring.TestEvents.profile;
import static io.tidewatch.scoring.TestEvents.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.ErasedCustomer;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.OfferReasons;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

class CustomerOperatorTest {

  @Test
  void raisesOneAlertWhenTheScoreReachesTheThresholdAndRepeatsItDailyForTheDesk() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.event(purchase("p1", "c", day(0), "coffee"));
      customers.event(purchase("p2", "c", day(2), "coffee"));
      customers.watermark(day(22));

      List<AlertCandidate> candidates = customers.candidates();
      ChurnAlert first = candidates.get(0).alert();
      assertThat(CustomerHarness.days(first.getDecidedAt())).isBetween(16.0, 18.5);
      assertThat(first.getChurn()).isGreaterThanOrEqualTo(0.8f);
      assertThat(first.getTriggerEventId()).isNull();
      assertThat(first.getReasons()).isNotEmpty();
      assertThat(first.getReasons().get(0).getGroup()).isEqualTo("recency");
      assertThat(first.getValueAtRiskMinor()).isBetween(2_500L, 2_500L * 14);
      assertThat(first.getCurrency()).isEqualTo("USD");
      assertThat(candidates).hasSizeBetween(4, 6);
      assertThat(candidates).allMatch(c -> c.raisedAtMicros() == Micros.of(first.getDecidedAt()));
      assertThat(customers.alerts()).extracting(ChurnAlert::getAlertId).doesNotHaveDuplicates();
    }
  }

  @Test
  void raisesAgainOnlyAfterTheScoreFellBelowTheClearThreshold() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.event(purchase("p1", "c", day(0), "coffee"));
      customers.event(purchase("p2", "c", day(2), "coffee"));
      customers.watermark(day(20));
      customers.event(purchase("p3", "c", day(20.5), "coffee"));
      customers.watermark(day(40));

      assertThat(customers.candidates().stream().map(AlertCandidate::raisedAtMicros).distinct())
          .hasSize(2);
    }
  }

  @Test
  void raisesNoneBelowTheLeastNumberOfPurchases() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.event(purchase("p1", "c", day(0), "coffee"));
      customers.watermark(day(60));
      assertThat(customers.candidates()).isEmpty();
    }
  }

  @Test
  void scoresASilentCustomerOncePerDayAtTheCustomersOwnTime() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.event(purchase("p1", "c", day(0), "coffee"));
      customers.watermark(day(10));

      List<CustomerScore> scores = customers.records(CustomerScore.class);
      assertThat(scores).hasSize(11);
      for (int i = 2; i < scores.size(); i++) {
        assertThat(Duration.between(scores.get(i - 1).getScoredAt(), scores.get(i).getScoredAt()))
            .isEqualTo(Duration.ofDays(1));
        assertThat(scores.get(i).getChurn()).isGreaterThan(scores.get(i - 1).getChurn());
      }
    }
  }

  @Test
  void scoresTheSilenceBeforeAnEventAsTimersWouldHave() throws Exception {
    try (CustomerHarness timers = CustomerHarness.serving(Ordering.ARRIVAL);
        CustomerHarness events = CustomerHarness.serving(Ordering.ARRIVAL)) {
      for (CustomerHarness customers : List.of(timers, events)) {
        customers.event(purchase("p1", "c", day(0), "coffee"));
        customers.event(purchase("p2", "c", day(1), "tea"));
      }
      for (int i = 1; i < 20; i++) {
        timers.watermark(day(i));
      }
      for (CustomerHarness customers : List.of(timers, events)) {
        customers.event(click("k1", "c", day(20)));
        customers.watermark(day(21));
      }
      assertThat(events.records()).isEqualTo(timers.records());
      assertThat(events.candidates()).isEqualTo(timers.candidates()).isNotEmpty();
    }
  }

  @Test
  void dropsAndCountsDuplicates() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.event(purchase("p1", "c", day(0), "coffee"));
      int before = customers.records().size();
      customers.event(purchase("p1", "c", day(0), "coffee"));

      assertThat(customers.records()).hasSize(before);
      EventCounts counts = customers.counts().get("purchases");
      assertThat(counts).isEqualTo(new EventCounts(1, 1, 0, 0));
    }
  }

  @Test
  void foldsAndCountsLateEvents() throws Exception {
    for (Ordering ordering : Ordering.values()) {
      try (CustomerHarness customers = CustomerHarness.serving(ordering)) {
        customers.event(purchase("p1", "c", day(0), "coffee"));
        customers.watermark(day(5));
        customers.event(purchase("p2", "c", day(3), "coffee"));
        customers.watermark(day(6));

        assertThat(customers.counts().get("purchases")).isEqualTo(new EventCounts(2, 0, 0, 1));
        List<DecisionRecord> decided =
            customers.records(DecisionRecord.class).stream()
                .filter(record -> "p2".equals(record.getTriggerEventId()))
                .toList();
        assertThat(decided).isNotEmpty();
        assertThat(CustomerHarness.days(decided.get(0).getDecidedAt())).isBetween(4.0, 5.0);
      }
    }
  }

  @Test
  void erasesEverythingOfACustomerAndRefusesLaterEventsUntilAConsentReturns() throws Exception {
    for (Ordering ordering : Ordering.values()) {
      try (CustomerHarness customers = CustomerHarness.serving(ordering)) {
        customers.event(purchase("p1", "c", day(0), "coffee"));
        customers.event(purchase("p2", "c", day(1), "coffee"));
        customers.event(erasure("x", "c", day(2.5)));
        customers.watermark(day(4));
        int before = customers.records().size();

        assertThat(customers.records(ErasedCustomer.class))
            .singleElement()
            .returns("x", ErasedCustomer::getRequestId)
            .extracting(ErasedCustomer::getDigest)
            .isNotEqualTo("c");
        assertThat(customers.keyedStates()).isZero();
        assertThat(customers.timers()).isZero();
        customers.watermark(day(50));
        assertThat(customers.records()).hasSize(before);
        assertThat(customers.counts().get("erasures")).isEqualTo(new EventCounts(1, 0, 0, 0));

        customers.event(purchase("p3", "c", day(51), "coffee"));
        customers.event(profile("old", "c", day(2.5)));
        customers.watermark(day(52));
        assertThat(customers.keyedStates()).isZero();
        assertThat(customers.timers()).isZero();
        assertThat(customers.counts().get("purchases")).isEqualTo(new EventCounts(2, 0, 1, 0));
        assertThat(customers.records(DeadLetter.class))
            .hasSize(2)
            .allMatch(letter -> letter.getReason() == DeadLetterReason.ERASED)
            .allMatch(letter -> letter.getKey() == null && letter.getValue() == null);

        customers.event(profile("new", "c", day(53)));
        customers.event(purchase("p1", "c", day(54), "coffee"));
        customers.watermark(day(55));
        assertThat(customers.counts().get("purchases")).isEqualTo(new EventCounts(3, 0, 1, 0));
        assertThat(customers.records(ErasedCustomer.class))
            .hasSize(2)
            .last()
            .returns(day(53), ErasedCustomer::getLiftedAt);
      }
    }
  }

  @Test
  void anErasureDeletesTimersThatALaterEventLeftToFire() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.event(purchase("p1", "c", day(0), "coffee"));
      customers.watermark(day(0.1));
      customers.event(click("k", "c", day(3)));
      assertThat(customers.timers()).isEqualTo(2);
      customers.event(erasure("x", "c", day(3)));
      assertThat(customers.timers()).isZero();
    }
  }

  @Test
  void whatTheTopicSaysOfErasuresHoldsInEveryPartAndAfterARestart() throws Exception {
    ErasedCustomer said;
    OperatorSubtaskState snapshot;
    try (CustomerHarness first = CustomerHarness.serving(Ordering.ARRIVAL)) {
      first.event(erasure("x", "c", day(2)));
      said = first.records(ErasedCustomer.class).get(0);
      snapshot = first.snapshot();
    }
    try (CustomerHarness restored = CustomerHarness.restored(Ordering.ARRIVAL, 1, 0, snapshot)) {
      restored.event(click("k", "c", day(3)));
      assertThat(restored.keyedStates()).isZero();
    }
    try (CustomerHarness other = CustomerHarness.serving(Ordering.ARRIVAL)) {
      other.erased(said);
      other.event(click("k", "c", day(3)));
      assertThat(other.keyedStates()).isZero();
      ErasedCustomer lifted = ErasedCustomer.newBuilder(said).setLiftedAt(day(4)).build();
      other.erased(lifted);
      other.event(click("k", "c", day(5)));
      assertThat(other.keyedStates()).isEqualTo(1);
      other.erased(ErasedCustomer.newBuilder(said).setErasedAt(day(6)).build());
      other.erased(lifted); // older than the second erasure
      other.event(click("k", "d", day(7)));
      other.event(erasure("y", "c", day(6)));
      other.event(click("k2", "c", day(7)));
      assertThat(other.keyedStates()).isEqualTo(1);
    }
  }

  @Test
  void forgetsACustomerWithoutEventsForLongerThanTheTimeToLive() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.event(purchase("p1", "c", day(0), "coffee"));
      customers.watermark(day(399));
      assertThat(customers.keyedStates()).isEqualTo(1);
      customers.watermark(day(402));
      assertThat(customers.keyedStates()).isZero();
      assertThat(customers.timers()).isZero();
      assertThat(customers.records(CustomerScore.class)).hasSizeBetween(400, 402);
    }
  }

  @Test
  void startsAfreshWhenAnEventComesAfterTheTimeToLiveBeforeAnyTimer() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.event(purchase("p1", "c", day(0), "coffee"));
      customers.event(purchase("p1", "c", day(500), "coffee"));
      assertThat(customers.counts().get("purchases")).isEqualTo(new EventCounts(2, 0, 0, 0));
    }
  }

  @Test
  void onlyFoldsUntilTheFirstModelComesAndThenScoresWithAllThatWasFolded() throws Exception {
    try (CustomerHarness late = CustomerHarness.open(Ordering.ARRIVAL);
        CustomerHarness early = CustomerHarness.serving(Ordering.ARRIVAL)) {
      for (CustomerHarness customers : List.of(late, early)) {
        customers.event(purchase("p1", "c", day(0), "coffee"));
        customers.event(purchase("p2", "c", day(1), "coffee"));
        customers.event(click("k1", "c", day(2)));
      }
      assertThat(late.records()).isEmpty();
      late.serveEverything();
      for (CustomerHarness customers : List.of(late, early)) {
        customers.watermark(day(4));
      }
      List<CustomerScore> lateScores = late.records(CustomerScore.class);
      List<CustomerScore> earlyScores = early.records(CustomerScore.class);
      assertThat(lateScores.get(lateScores.size() - 1))
          .isEqualTo(earlyScores.get(earlyScores.size() - 1));
    }
  }

  @Test
  void saysWhichModelServesAndWhenItIsRetired() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.control(ControlMessage.removed(Topic.MODELS, "churn"));
      assertThat(customers.records(ModelStatus.class))
          .extracting(ModelStatus::getName, ModelStatus::getState)
          .containsExactly(
              tuple("churn", ModelState.SERVING),
              tuple("recommender", ModelState.SERVING),
              tuple("churn", ModelState.RETIRED));
      customers.event(purchase("p1", "c", day(0), "coffee"));
      assertThat(customers.records(CustomerScore.class)).isEmpty();
    }
  }

  @Test
  void decidesOnOffersAtPurchasesAndAtTheClickThatOpensAVisit() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.event(profile("profile", "c", day(0)));
      customers.event(click("k1", "c", day(0.10)));
      customers.event(click("k2", "c", day(0.11)));
      customers.event(purchase("p1", "c", day(0.12), "coffee"));
      customers.event(click("k3", "c", day(0.5)));

      List<NextBestOffer> offers = customers.records(NextBestOffer.class);
      assertThat(offers).extracting(NextBestOffer::getTriggerEventId).containsExactly("k1", "p1");
      assertThat(offers.get(1).getOfferId()).isEqualTo("tea");
      assertThat(
              customers.records(Suppression.class).stream()
                  .map(s -> s.getTriggerEventId() + " " + OfferReasons.heldBack(s)))
          .containsExactly(
              "k1 {OUTRANKED=[tea]}",
              "p1 {JUST_BOUGHT=[coffee]}",
              "k3 {JUST_BOUGHT=[coffee], FREQUENCY_CAP=[tea]}");
    }
  }

  @Test
  void logsOneDecisionOnOffersWithAllThatWereNotMade() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.event(profile("profile", "c", day(0)));
      customers.event(click("k1", "c", day(0.10)));
      List<DecisionRecord> logged =
          customers.records(DecisionRecord.class).stream()
              .filter(record -> record.getKind() != DecisionKind.SCORE)
              .toList();
      NextBestOffer offer = customers.records(NextBestOffer.class).get(0);
      assertThat(logged).hasSize(1);
      assertThat(logged.get(0).getKind()).isEqualTo(DecisionKind.OFFER);
      assertThat(logged.get(0).getDecisionId()).isEqualTo(offer.getDecisionId());
      assertThat(logged.get(0).getOfferId()).isEqualTo(offer.getOfferId());
      assertThat(logged.get(0).getFeatures()).isNotEmpty();
      assertThat(logged.get(0).getOfferIds()).containsExactly("coffee", "tea");
      assertThat(logged.get(0).getReasons())
          .containsExactly(SuppressionReason.UNKNOWN, SuppressionReason.OUTRANKED);
    }
  }

  @Test
  void holdsBackAllOffersInOneRecordWhenNoneIsMade() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.event(click("k1", "stranger", day(0.10)));
      Suppression held = customers.records(Suppression.class).get(0);
      assertThat(customers.records(Suppression.class)).hasSize(1);
      assertThat(held.getReason()).isEqualTo(SuppressionReason.CONSENT);
      assertThat(held.getOfferIds()).containsExactly("coffee", "tea");
      assertThat(held.getOfferId()).isEqualTo("coffee");
      List<DecisionRecord> logged =
          customers.records(DecisionRecord.class).stream()
              .filter(record -> record.getKind() == DecisionKind.SUPPRESSION)
              .toList();
      assertThat(logged)
          .extracting(DecisionRecord::getDecisionId)
          .containsExactly(held.getSuppressionId());
      assertThat(logged.get(0).getReasons())
          .isEqualTo(held.getReasons())
          .containsExactly(SuppressionReason.CONSENT, SuppressionReason.CONSENT);
    }
  }

  @Test
  void withdrawsAllConsentWhenTheProfileIsRemovedAndMakesNoCustomerOfARemoval() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.event(profile("profile", "c", day(0)));
      customers.inbound(new Inbound.Removed(Topic.CUSTOMERS, "c", Micros.of(day(1))));
      customers.inbound(new Inbound.Removed(Topic.CUSTOMERS, "stranger", Micros.of(day(1))));
      customers.event(click("k1", "c", day(2)));

      assertThat(customers.records(NextBestOffer.class)).isEmpty();
      assertThat(customers.records(Suppression.class))
          .extracting(Suppression::getReason)
          .containsOnly(SuppressionReason.CONSENT);
      assertThat(customers.keyedStates()).isEqualTo(1);
      assertThat(customers.counts().get("customers").folded()).isEqualTo(3);
    }
  }

  @Test
  void endsABundleWhenItIsFullWhenItsTimeIsUpAndBeforeWhateverCouldTell() throws Exception {
    Bundling three = new Bundling(3, Duration.ofMillis(5), 10, 10);
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL, three)) {
      customers.event(purchase("p1", "c", day(0), "coffee"));
      customers.event(purchase("p2", "d", day(0), "coffee"));
      assertThat(folded(customers)).isZero();
      customers.event(purchase("p3", "c", day(1), "coffee"));
      assertThat(folded(customers)).isEqualTo(3);

      customers.processingTime(100);
      customers.event(purchase("p4", "c", day(2), "coffee"));
      customers.processingTime(104);
      assertThat(folded(customers)).isEqualTo(3);
      customers.processingTime(105);
      assertThat(folded(customers)).isEqualTo(4);

      customers.event(purchase("p5", "c", day(3), "coffee"));
      customers.watermark(day(2));
      assertThat(folded(customers)).isEqualTo(5);
      customers.event(purchase("p6", "c", day(4), "coffee"));
      customers.apply(TestEvents.policy());
      assertThat(folded(customers)).isEqualTo(6);
      customers.event(purchase("p7", "c", day(5), "coffee"));
      customers.snapshot();
      assertThat(folded(customers)).isEqualTo(7);
      customers.event(purchase("p8", "c", day(6), "coffee"));
      customers.finish();
      assertThat(folded(customers)).isEqualTo(8);
    }
  }

  @Test
  void holdsNoEventBackWithoutABundleTime() throws Exception {
    Bundling atOnce = new Bundling(100, Duration.ZERO, 10, 10);
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL, atOnce)) {
      customers.event(purchase("p1", "c", day(0), "coffee"));
      assertThat(folded(customers)).isEqualTo(1);
    }
  }

  private static long folded(CustomerHarness customers) {
    return customers.counts().get("purchases").folded();
  }
}
