package io.tidewatch.decisions;

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
import java.util.Arrays;
import java.util.List;

/**
 * Chooses one of the offers to which nothing is opposed, by propensity x value x context weight x
 * lever x diversity: the highest where ranking is static, by Thompson sampling where it is learned.
 * Of two equal ones the smaller id. Offers of a campaign that the customer had lately weigh less.
 *
 * <p>Holds the offers of one decision at a time. One thread.
 */
final class Arbiter {
  private static final int INPUTS = 64;

  /**
   * The offer that was chosen.
   *
   * @param index its place among the live offers
   */
  record Best(int index, Chosen chosen) {}

  /** An offer that may be made. */
  private record Candidate(
      int index,
      Offer offer,
      String channel,
      double affinity,
      double contextWeight,
      double diversity) {
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
  private OfferParts parts;
  private double[] diversities = {}; // of this decision by number of the campaign, NaN until asked
  private final LearningInputs[] inputs = new LearningInputs[INPUTS]; // by hash of the affinity

  /** Begins a decision. */
  void begin(
      DecisionPoint decisionPoint, RankingRules newRules, Prospects newProspects, OfferParts live) {
    if (rules != newRules) {
      rules = newRules;
      sampling = sampling(rules);
      diversity =
          new Diversity(rules.getDiversity(), Duration.ofHours(rules.getDiversityHalfLifeHours()));
    }
    point = decisionPoint;
    prospects = newProspects;
    parts = live;
    if (diversities.length < parts.campaign.count()) {
      diversities = new double[parts.campaign.count()];
    }
    Arrays.fill(diversities, Double.NaN);
    Arrays.fill(inputs, null);
    candidates.clear();
    contenders.clear();
  }

  /** Takes an offer into account. They come in order of their ids. */
  void add(int index, String channel) {
    Offer offer = parts.offer(index);
    // Rounded as records have it, so that what is learned from records is what was decided by. A
    // sum of probabilities may come out above 1.
    double affinity = (float) Math.min(1, prospects.affinity(offer));
    candidates.add(
        new Candidate(
            index, offer, channel, affinity, contextWeight(channel), diversity(index, offer)));
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

  private double diversity(int index, Offer offer) {
    if (diversity.strength() == 0) {
      return 1;
    }
    int campaign = parts.campaign.of(index);
    if (Double.isNaN(diversities[campaign])) {
      long last = point.state().contactedForCampaignAt(offer.getCampaignId());
      diversities[campaign] = diversity.weight(last, point.atMicros());
    }
    return diversities[campaign];
  }

  boolean isEmpty() {
    return candidates.isEmpty();
  }

  /** Returns what learned ranking chose among; empty where ranking is static. */
  List<Contender> contenders() {
    return List.copyOf(contenders);
  }

  /** Chooses; there is at least one. */
  Best choose(Policy policy) {
    return rules.getRanking() == Ranking.LEARNED ? sampled(policy) : highest();
  }

  private Best highest() {
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

  private Best sampled(Policy policy) {
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      Activation belief = prospects.acceptance(candidate.offer(), inputs(candidate.affinity()));
      contenders.add(
          new Contender(
              candidate.offer().getOfferId(),
              parts.drawKey(candidate.index()),
              candidate.weightMinor(),
              belief));
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

  /** Offers of the same categories have the same affinity, and so the same inputs. */
  private LearningInputs inputs(double affinity) {
    int place = Double.hashCode(affinity) * 0x9E3779B9 >>> 26;
    LearningInputs known = inputs[place];
    if (known == null || known.affinity() != affinity) {
      known = new LearningInputs(affinity, point.score().churn(), point.state().purchases());
      inputs[place] = known;
    }
    return known;
  }

  private Best chosen(
      Candidate candidate, double probability, double propensity, double draw, boolean explored) {
    return new Best(candidate.index(), offer(candidate, probability, propensity, draw, explored));
  }

  private Chosen offer(
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
