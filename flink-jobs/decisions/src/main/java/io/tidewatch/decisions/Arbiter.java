package io.tidewatch.decisions;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.decisions.OfferDecision.Chosen;
import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.decisions.learning.Activation;
import io.tidewatch.decisions.learning.Contender;
import io.tidewatch.decisions.learning.Diversity;
import io.tidewatch.decisions.learning.LearningInputs;
import io.tidewatch.decisions.learning.Selection;
import io.tidewatch.decisions.learning.ThompsonSampling;
import io.tidewatch.schemas.Arbitration;
import io.tidewatch.schemas.ContextWeight;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Ranking;
import io.tidewatch.schemas.RankingRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses one of the offers to which nothing is opposed, by propensity x value x context weight x
 * lever x diversity: the highest where ranking is static, by Thompson sampling where it is learned.
 * Of two equal ones the smaller id. Offers of a campaign that the customer had lately weigh less.
 *
 * <p>Holds the offers of one decision at a time. One thread.
 */
final class Arbiter {

  /** An offer that may be made. */
  private record Candidate(
      Offer offer, String channel, double affinity, double contextWeight, double diversity) {
    double weightMinor() {
      return offer.getValueMinor() * contextWeight * offer.getLever() * diversity;
    }
  }

  private final List<Candidate> candidates = new ArrayList<>();
  private final List<Contender> contenders = new ArrayList<>();
  private RankingRules rules; // those of the newest decision, and what was made of them
  private ThompsonSampling sampling;
  private Diversity diversity;
  private DecisionPoint point;
  private Prospects prospects;

  /** Begins a decision. */
  void begin(DecisionPoint decisionPoint, RankingRules newRules, Prospects newProspects) {
    if (rules != newRules) {
      rules = newRules;
      sampling = sampling(rules);
      diversity =
          new Diversity(rules.getDiversity(), Duration.ofHours(rules.getDiversityHalfLifeHours()));
    }
    point = decisionPoint;
    prospects = newProspects;
    candidates.clear();
    contenders.clear();
  }

  /** Takes an offer into account. They come in order of their ids. */
  void add(Offer offer, String channel) {
    // Rounded as records have it, so that what is learned from records is what was decided by. A
    // sum of probabilities may come out above 1.
    double affinity = (float) Math.min(1, prospects.affinity(offer));
    candidates.add(
        new Candidate(offer, channel, affinity, contextWeight(channel), diversity(offer)));
  }

  private double contextWeight(String channel) {
    List<ContextWeight> weights = rules.getContextWeights();
    for (int i = 0; i < weights.size(); i++) {
      if (weights.get(i).getChannel().equals(channel)) {
        return weights.get(i).getWeight();
      }
    }
    return 1;
  }

  private double diversity(Offer offer) {
    if (diversity.strength() == 0) {
      return 1;
    }
    CustomerState state = point.state();
    return diversity.weight(state.contactedForCampaignAt(offer.getCampaignId()), point.atMicros());
  }

  boolean isEmpty() {
    return candidates.isEmpty();
  }

  /** Returns what learned ranking chose among; empty where ranking is static. */
  List<Contender> contenders() {
    return List.copyOf(contenders);
  }

  /** Chooses; there is at least one. */
  Chosen choose(Policy policy) {
    return rules.getRanking() == Ranking.LEARNED ? sampled(policy) : highest();
  }

  private Chosen highest() {
    Candidate best = candidates.get(0);
    double most = best.affinity() * best.weightMinor();
    for (int i = 1; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      double worth = candidate.affinity() * candidate.weightMinor();
      if (worth > most) {
        most = worth;
        best = candidate;
      }
    }
    return chosen(best, 1, best.affinity(), best.affinity(), false);
  }

  private Chosen sampled(Policy policy) {
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      Activation belief = prospects.acceptance(candidate.offer(), inputs(candidate.affinity()));
      contenders.add(
          new Contender(candidate.offer().getOfferId(), candidate.weightMinor(), belief));
    }
    Selection selection = sampling.choose(contenders, seed(point, policy));
    return chosen(
        candidates.get(selection.index()),
        selection.probability(),
        contenders.get(selection.index()).activation().propensity(),
        selection.draw(),
        selection.explored());
  }

  static long seed(DecisionPoint point, Policy policy) {
    return DecisionIds.seed(
        point.customerId(), point.triggerEventId(), point.atMicros(), policy.getVersion());
  }

  static ThompsonSampling sampling(RankingRules rules) {
    return new ThompsonSampling(rules.getExplorationFloor(), rules.getExplorationWidth());
  }

  private LearningInputs inputs(double affinity) {
    return new LearningInputs(affinity, point.score().churn(), point.state().purchases());
  }

  private Chosen chosen(
      Candidate candidate, double probability, double propensity, double draw, boolean explored) {
    Offer offer = candidate.offer();
    return new Chosen(
        offer,
        candidate.channel(),
        candidate.affinity(),
        probability,
        Arbitration.newBuilder()
            .setPropensity(propensity)
            .setValueMinor(offer.getValueMinor())
            .setContextWeight(candidate.contextWeight())
            .setLever(offer.getLever())
            .setDiversity(candidate.diversity())
            .setDraw(draw)
            .setExplored(explored)
            .setChurn(point.score().churn())
            .setPurchases(point.state().purchases())
            .build());
  }
}
