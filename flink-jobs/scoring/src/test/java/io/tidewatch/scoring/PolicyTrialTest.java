package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.decisions.OfferDecision;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.Propensities;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Ranking;
import io.tidewatch.schemas.RankingRules;
import io.tidewatch.schemas.SuppressionReason;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Some weeks under learned ranking, and other policies at the same moments. */
class PolicyTrialTest {
  private static final List<Offer> OFFERS =
      List.of(
          TestEvents.offer("coffee", "coffee", 500),
          TestEvents.offer("soap", "soap", 450),
          TestEvents.offer("tea", "tea", 400));

  private static CustomerHarness customers;
  private static List<DecisionRecord> decisions;
  private static final PolicyTrial TRIAL =
      new PolicyTrial(
          DecisionRebuild.with(List.of(TestModels.churn(), TestModels.recommender())),
          OFFERS,
          new Propensities(LearningRules.DEFAULT));

  private static Policy policy(Ranking ranking) {
    Policy policy = TestEvents.policy();
    policy.getOffers().setCapHours(24);
    policy.getRanking().setRanking(ranking);
    return policy;
  }

  @BeforeAll
  static void decide() throws Exception {
    customers = CustomerHarness.open(Ordering.ARRIVAL);
    customers.apply(policy(Ranking.LEARNED));
    for (Offer offer : OFFERS) {
      customers.apply(offer);
    }
    customers.serve(TestModels.churn());
    customers.serve(TestModels.recommender());
    for (var event : TestEvents.random(11, 8, 300)) {
      customers.event(event);
      customers.control(
          TestBeliefs.message(event.availableAtMicros(), List.of("coffee", "soap", "tea")));
    }
    decisions =
        customers.records(DecisionRecord.class).stream()
            .filter(record -> record.getOfferId() != null)
            .toList();
    assertThat(decisions).anyMatch(record -> record.getWeightsMinor().size() > 1);
  }

  @AfterAll
  static void stop() throws Exception {
    customers.close();
  }

  @Test
  void decidesAsBeforeByTheSamePolicy() {
    for (DecisionRecord logged : decisions) {
      OfferDecision again = TRIAL.decide(logged, policy(Ranking.LEARNED));
      assertThat(again.chosen().map(chosen -> chosen.offer().getOfferId()).orElse(""))
          .isEqualTo(logged.getKind() == DecisionKind.OFFER ? logged.getOfferId() : "");
      assertThat(again.verdicts().offerIds()).isEqualTo(logged.getOfferIds());
      assertThat(again.verdicts().reasons()).isEqualTo(logged.getReasons());
    }
  }

  @Test
  void knowsWithWhatProbabilityThePolicyInForceChose() {
    Map<String, NextBestOffer> made =
        customers.records(NextBestOffer.class).stream()
            .collect(Collectors.toMap(NextBestOffer::getDecisionId, Function.identity()));
    for (DecisionRecord logged : decisions) {
      if (logged.getKind() == DecisionKind.OFFER) {
        Map<String, Double> probabilities =
            TRIAL.probabilities(logged, logged.getPolicy().getRanking());
        double sum = probabilities.values().stream().mapToDouble(Double::doubleValue).sum();
        assertThat(sum).isCloseTo(1, within(0.005));
        assertThat(probabilities.get(logged.getOfferId()).floatValue())
            .isEqualTo(made.get(logged.getDecisionId()).getPropensity());
      }
    }
  }

  @Test
  void isCertainOfItsChoiceWhereItsRankingIsStatic() {
    RankingRules fixed = policy(Ranking.STATIC).getRanking();
    for (DecisionRecord logged : decisions) {
      if (logged.getKind() == DecisionKind.OFFER) {
        assertThat(TRIAL.probabilities(logged, fixed)).containsValue(1.0).hasSize(1);
      }
    }
  }

  @Test
  void saysWhyAStricterPolicyWouldMakeNothing() {
    Policy silent = policy(Ranking.LEARNED);
    silent.getOffers().setCapCount(0);
    for (DecisionRecord logged : decisions) {
      OfferDecision decision = TRIAL.decide(logged, silent);
      assertThat(decision.chosen()).isEmpty();
      assertThat(decision.heldBack())
          .hasSize(OFFERS.size())
          .noneMatch(held -> held.reason() == SuppressionReason.OUTRANKED);
    }
  }

  @Test
  void refusesWhatTheJobWouldRefuse() {
    Policy wrong = policy(Ranking.LEARNED);
    wrong.getRanking().setExplorationFloor(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PolicyTrial.checked(wrong))
        .withMessageContaining("ranking.explorationFloor");
    Policy unweighted = policy(Ranking.LEARNED);
    unweighted.getRanking().setExplorationWidth(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PolicyTrial.checked(unweighted))
        .withMessageContaining("ranking.explorationWidth");
  }
}
