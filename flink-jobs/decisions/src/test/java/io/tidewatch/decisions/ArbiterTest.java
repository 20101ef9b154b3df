package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.decisions.OfferDecision.Chosen;
import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.schemas.Arbitration;
import io.tidewatch.schemas.ContextWeight;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Ranking;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one of two offers to which nothing is opposed brings against the other. */
class ArbiterTest {
  static {
    Topic.values(); // Avro trusts the records of lists in a policy from then on
  }

  private final Policy policy = Offers.policy(OfferRules.newBuilder().setHoldoutShare(0).build());
  private final CustomerState customer = Customers.consenting("tea");

  @Test
  void movesOffersByTheirLever() {
    Offer pushed = Offers.offer("b").setLever(1.5).build();
    Chosen chosen = chosen("e", Offers.offer("a").build(), pushed);
    assertThat(chosen.offer()).isSameAs(pushed);
    assertThat(chosen.arbitration().getLever()).isEqualTo(1.5);
    assertThat(chosen.expectedValueMinor()).isEqualTo(0.5 * 1_000 * 1.5);
  }

  @Test
  void weighsChannels() {
    policy.getRanking().setContextWeights(List.of(new ContextWeight("email", 0.5)));
    Offer push = Offers.offer("b").setChannel("push").setValueMinor(600).build();
    Chosen chosen = chosen("e", Offers.offer("a").build(), push);
    assertThat(chosen.offer()).isSameAs(push);
    assertThat(chosen.arbitration().getContextWeight()).isEqualTo(1);
    assertThat(chosen("e", Offers.offer("a").build()).arbitration().getContextWeight())
        .isEqualTo(0.5);
  }

  @Test
  void givesOtherCampaignsTheirTurnAndMakesUpForItWithTime() {
    policy.getRanking().setDiversity(0.5);
    policy.getRanking().setDiversityHalfLifeHours(24);
    Offer had = Offers.offer("a").setCampaignId("had").build();
    Offer other = Offers.offer("b").setCampaignId("other").setValueMinor(700).build();
    assertThat(chosen("e", had, other).offer()).isSameAs(had);
    customer.contacted(had, "email", Customers.micros(Customers.NOON.minus(Duration.ofHours(1))));
    Chosen chosen = chosen("e", had, other);
    assertThat(chosen.offer()).isSameAs(other);
    assertThat(chosen.arbitration().getDiversity()).isEqualTo(1);
    double left = chosen("e", had).arbitration().getDiversity();
    assertThat(left).isCloseTo(1 - 0.5 * Math.pow(2, -1 / 24.0), within(1e-9));
  }

  @Test
  void drawsTheSameAgainAndOtherwiseForAnotherDecision() {
    policy.getRanking().setRanking(Ranking.LEARNED);
    Offer[] alike = {Offers.offer("a").build(), Offers.offer("b").build()};
    Map<String, Integer> made = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      Chosen chosen = chosen("e" + i, alike);
      assertThat(chosen("e" + i, alike)).isEqualTo(chosen);
      assertThat(chosen.propensity()).isCloseTo(0.5, within(1e-6));
      made.merge(chosen.offer().getOfferId(), 1, Integer::sum);
    }
    assertThat(made.get("a")).isBetween(70, 130);
  }

  @Test
  void showsWhatItDrewAndWhatItWasDrawnFrom() {
    policy.getRanking().setRanking(Ranking.LEARNED);
    policy.getRanking().setExplorationFloor(0.5);
    Offer dear = Offers.offer("a").setValueMinor(100_000).build();
    Offer cheap = Offers.offer("b").setValueMinor(1).build();
    int explored = 0;
    for (int i = 0; i < 100; i++) {
      OfferDecision decision = decide("e" + i, dear, cheap);
      assertThat(decision.contenders()).extracting("offerId").containsExactly("a", "b");
      assertThat(decision.contenders().get(0).weightMinor()).isEqualTo(100_000);
      Arbitration arbitration = decision.chosen().orElseThrow().arbitration();
      assertThat(arbitration.getPropensity()).isBetween(0.01, 0.9);
      assertThat(arbitration.getChurn()).isEqualTo(0.5f);
      assertThat(arbitration.getPurchases()).isEqualTo(customer.purchases());
      if (arbitration.getExplored()) {
        explored++;
        assertThat(arbitration.getDraw()).isEqualTo(arbitration.getPropensity());
      } else {
        assertThat(arbitration.getDraw()).isNotEqualTo(arbitration.getPropensity());
        assertThat(decision.chosen().orElseThrow().offer()).isSameAs(dear);
      }
    }
    assertThat(explored).isBetween(30, 70);
  }

  @Test
  void logsNoContendersWhereNothingIsDrawn() {
    OfferDecision decision = decide("e", Offers.offer("a").build(), Offers.offer("b").build());
    assertThat(decision.contenders()).isEmpty();
    assertThat(decision.chosen().orElseThrow().arbitration().getDraw()).isEqualTo(0.5);
  }

  private Chosen chosen(String trigger, Offer... offers) {
    return decide(trigger, offers).chosen().orElseThrow();
  }

  private OfferDecision decide(String trigger, Offer... offers) {
    long at = Customers.micros(Customers.NOON);
    float[] features = new float[FeatureCatalogue.size()];
    FeatureCatalogue.vector(customer, at, features);
    DecisionPoint point =
        new DecisionPoint("c", trigger, customer, at, features, new ChurnScore(0.5f, 0.5f, 100f));
    return new RankedOffers()
        .decide(point, List.of(offers), policy, offer -> true, Offers.prospects(offer -> 0.5));
  }
}
