package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.day;
import static io.tidewatch.scoring.TestEvents.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.models.Contribution;
import io.tidewatch.models.Contributions;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Ranking;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.scoring.DecisionRebuild.Rebuilt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DecisionRebuildTest {
  private static final List<Offer> OFFERS =
      List.of(TestEvents.offer("coffee", "coffee", 500), TestEvents.offer("tea", "tea", 400));

  private static CustomerHarness customers;
  private static final DecisionRebuild REBUILD =
      DecisionRebuild.with(List.of(TestModels.churn(), TestModels.recommender()));

  /** Some weeks of some customers, and a month of silence. */
  @BeforeAll
  static void decide() throws Exception {
    customers = CustomerHarness.serving(Ordering.ARRIVAL);
    List<Event> events = TestEvents.random(7, 5, 250);
    for (Event event : events.subList(0, events.size() / 2)) {
      customers.event(event);
    }
    Policy learned = TestEvents.policy();
    learned.setVersion("test-2");
    learned.getRanking().setRanking(Ranking.LEARNED);
    customers.apply(learned);
    for (Event event : events.subList(events.size() / 2, events.size())) {
      customers.event(event);
      customers.control(TestBeliefs.message(event.availableAtMicros(), List.of("coffee", "tea")));
    }
    customers.watermark(day(90));
  }

  @AfterAll
  static void stop() throws Exception {
    customers.close();
  }

  @Test
  void makesEveryAlertAgainByteForByte() throws Exception {
    List<AlertCandidate> candidates = customers.candidates();
    assertThat(candidates).hasSizeGreaterThan(20);
    assertThat(candidates).anyMatch(candidate -> candidate.alert().getTriggerEventId() == null);
    for (AlertCandidate candidate : candidates) {
      Rebuilt again = REBUILD.rebuild(candidate.record(), List.of());
      assertThat(bytes(again.alert().orElseThrow())).isEqualTo(bytes(candidate.alert()));
      assertThat(bytes(again.record())).isEqualTo(bytes(candidate.record()));
      assertThat(again.suppression()).isEmpty();
    }
  }

  @Test
  void makesAlertsThatTheDeskHeldBackAgain() throws Exception {
    AlertCandidate candidate = customers.candidates().get(0);
    Rebuilt again = REBUILD.rebuild(candidate.heldBack(SuppressionReason.CAPACITY), List.of());
    assertThat(bytes(again.record()))
        .isEqualTo(bytes(candidate.heldBack(SuppressionReason.CAPACITY)));
    assertThat(again.suppression()).contains(candidate.suppression(SuppressionReason.CAPACITY));
    assertThat(again.alert()).contains(candidate.alert());
  }

  @Test
  void makesEveryOfferAndEverySuppressionAgainByteForByte() throws Exception {
    Map<String, NextBestOffer> offers = byId(NextBestOffer.class, NextBestOffer::getDecisionId);
    Map<String, Suppression> suppressions = byId(Suppression.class, Suppression::getSuppressionId);
    List<DecisionRecord> decided = decided();
    assertThat(decided).anyMatch(record -> record.getWeightsMinor().size() > 1);
    assertThat(decided).extracting(DecisionRecord::getKind).contains(DecisionKind.OFFER);
    assertThat(decided).extracting(DecisionRecord::getKind).contains(DecisionKind.SUPPRESSION);
    for (DecisionRecord logged : decided) {
      Rebuilt again = REBUILD.rebuild(logged, OFFERS);
      assertThat(again.offersDecidedAgain()).isTrue();
      assertThat(bytes(again.record())).isEqualTo(bytes(logged));
      assertThat(again.offer().isPresent()).isEqualTo(logged.getKind() == DecisionKind.OFFER);
      if (again.offer().isPresent()) {
        assertThat(bytes(again.offer().get())).isEqualTo(bytes(offers.get(logged.getDecisionId())));
      }
      Suppression held = again.suppression().orElseThrow(); // there are more offers than one
      assertThat(bytes(held)).isEqualTo(bytes(suppressions.get(held.getSuppressionId())));
    }
  }

  @Test
  void makesAnOfferAgainAfterTheTopicForgotItsVersion() throws Exception {
    Map<String, NextBestOffer> offers = byId(NextBestOffer.class, NextBestOffer::getDecisionId);
    Offer changed = Offer.newBuilder(OFFERS.get(0)).setValueMinor(1).build();
    for (DecisionRecord logged : decided()) {
      if (logged.getKind() == DecisionKind.OFFER) {
        Rebuilt again = REBUILD.rebuild(logged, List.of(changed));
        assertThat(again.offersDecidedAgain()).isFalse();
        assertThat(bytes(again.record())).isEqualTo(bytes(logged));
        assertThat(bytes(again.offer().orElseThrow()))
            .isEqualTo(bytes(offers.get(logged.getDecisionId())));
      }
    }
  }

  @Test
  void givesContributionsThatSumToScoreMinusBase() {
    for (DecisionRecord logged : decided()) {
      Rebuilt again = REBUILD.rebuild(logged, OFFERS);
      Contributions parts = again.contributions().orElseThrow();
      double sum = parts.groups().stream().mapToDouble(Contribution::value).sum();
      assertThat(sum).isCloseTo(logged.getChurn() - parts.base(), within(1e-4));
    }
  }

  @Test
  void tellsReasonsInTheLanguageOfTheDesk() throws Exception {
    try (CustomerHarness chinese = CustomerHarness.serving(Ordering.ARRIVAL)) {
      Policy policy = TestEvents.policy();
      policy.getAlerts().setLanguage("zh");
      chinese.apply(policy);
      chinese.event(purchase("p1", "c", day(0), "coffee"));
      chinese.event(purchase("p2", "c", day(2), "coffee"));
      chinese.watermark(day(20));
      AlertCandidate candidate = chinese.candidates().get(0);
      assertThat(candidate.alert().getReasons().get(0).getText()).startsWith("上次购买是在");
      assertThat(REBUILD.rebuild(candidate.record(), List.of()).alert())
          .contains(candidate.alert());
    }
  }

  @Test
  void makesDecisionsOfChampionAndChallengerAgainBesideAShadow() throws Exception {
    Release challenger = TestModels.churn("2", 5);
    Release shadow = TestModels.churn("3", 7);
    Release otherRecommender = TestModels.recommender("2", 3f);
    DecisionRebuild rebuild =
        DecisionRebuild.with(
            List.of(TestModels.churn(), TestModels.recommender(), challenger, otherRecommender));
    try (CustomerHarness roles = CustomerHarness.serving(Ordering.ARRIVAL)) {
      roles.challenge(challenger, 0.5f);
      roles.challenge(otherRecommender, 0.5f);
      roles.shadow(shadow);
      for (Event event : TestEvents.random(11, 12, 150)) {
        roles.event(event);
      }
      roles.watermark(day(80));
      Set<String> scoredBy = new HashSet<>();
      for (AlertCandidate candidate : roles.candidates()) {
        scoredBy.add(candidate.alert().getModel().getVersion());
        assertThat(bytes(rebuild.rebuild(candidate.record(), List.of()).alert().orElseThrow()))
            .isEqualTo(bytes(candidate.alert()));
      }
      for (DecisionRecord logged : roles.records(DecisionRecord.class)) {
        if (logged.getKind() != DecisionKind.SCORE) {
          assertThat(logged.getShadowScores()).hasSize(1);
          assertThat(bytes(rebuild.rebuild(logged, OFFERS).record())).isEqualTo(bytes(logged));
        }
      }
      assertThat(scoredBy).containsExactlyInAnyOrder("1", "2");
    }
  }

  @Test
  void showsWhatWasChangedInALog() throws Exception {
    DecisionRecord logged = customers.candidates().get(0).record();
    DecisionRecord forged = DecisionRecord.newBuilder(logged).setChurn(0.99f).build();
    assertThat(REBUILD.rebuild(forged, List.of()).record().getChurn()).isEqualTo(logged.getChurn());
  }

  @Test
  void refusesToMakeAnAlertThatThePolicyDoesNotRaise() {
    DecisionRecord logged = customers.candidates().get(0).record();
    DecisionRecord stricter = DecisionRecord.newBuilder(logged).build();
    stricter.getPolicy().getAlerts().setRaiseAt(1f);
    stricter.getPolicy().getAlerts().setClearBelow(0.999f);
    assertThatThrownBy(() -> REBUILD.rebuild(stricter, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no alert is raised at churn")
        .hasMessageContaining(logged.getDecisionId());
  }

  @Test
  void saysWhatIsMissing() {
    DecisionRecord logged = customers.candidates().get(0).record();
    assertThatThrownBy(
            () ->
                DecisionRebuild.with(List.of(TestModels.recommender())).rebuild(logged, List.of()))
        .hasMessageContaining("was made by churn 1 (")
        .hasMessageContaining("which was not given");
    assertThatThrownBy(
            () ->
                REBUILD.rebuild(
                    DecisionRecord.newBuilder(logged).setState(null).build(), List.of()))
        .hasMessageContaining("without the customer's state");
    assertThatThrownBy(
            () ->
                REBUILD.rebuild(
                    DecisionRecord.newBuilder(logged)
                        .setState(ByteBuffer.wrap(new byte[] {1, 0, 3}))
                        .build(),
                    List.of()))
        .hasMessageContaining("customer state of 3 bytes cannot be read");
    assertThatThrownBy(
            () ->
                REBUILD.rebuild(
                    DecisionRecord.newBuilder(logged).setCatalogueDigest("other").build(),
                    List.of()))
        .hasMessageContaining("feature catalogue other");
  }

  @Test
  void leavesPlainScoresAsTheyWere() {
    List<DecisionRecord> scores =
        customers.records(DecisionRecord.class).stream()
            .filter(record -> record.getKind() == DecisionKind.SCORE)
            .toList();
    assertThat(scores)
        .isNotEmpty()
        .allMatch(score -> score.getState() == null && score.getPolicy() == null);
  }

  @Test
  void writesAboutAKilobyteMoreForADecision() throws Exception {
    DecisionRecord logged = made();
    DecisionRecord bare =
        DecisionRecord.newBuilder(logged)
            .setState(null)
            .setPolicy(null)
            .setOffer(null)
            .setLiveOffersDigest(0)
            .build();
    assertThat(bytes(logged).length - bytes(bare).length).isBetween(100, 1_800);
  }

  private static DecisionRecord made() {
    return decided().stream()
        .filter(record -> record.getKind() == DecisionKind.OFFER)
        .findFirst()
        .orElseThrow();
  }

  /** Decisions on offers. */
  private static List<DecisionRecord> decided() {
    return customers.records(DecisionRecord.class).stream()
        .filter(record -> record.getKind() != DecisionKind.SCORE)
        .toList();
  }

  private static <T extends SpecificRecord> Map<String, T> byId(
      Class<T> type, Function<T, String> id) {
    // The same decision may come twice, as it does after a restart.
    return customers.records(type).stream().collect(Collectors.toMap(id, r -> r, (a, b) -> b));
  }

  private static byte[] bytes(ChurnAlert alert) throws IOException {
    return alert.toByteBuffer().array();
  }

  private static byte[] bytes(NextBestOffer offer) throws IOException {
    return offer.toByteBuffer().array();
  }

  private static byte[] bytes(Suppression suppression) throws IOException {
    return suppression.toByteBuffer().array();
  }

  private static byte[] bytes(DecisionRecord record) throws IOException {
    return record.toByteBuffer().array();
  }
}
