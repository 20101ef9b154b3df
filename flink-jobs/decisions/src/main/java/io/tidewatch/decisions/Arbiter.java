package io.tidewatch.decisions;

import io.tidewatch.decisions.OfferDecision.Chosen;
import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.decisions.learning.Contenders;
import io.tidewatch.decisions.learning.Diversity;
import io.tidewatch.decisions.learning.LearningInputs;
import io.tidewatch.decisions.learning.Outlook;
import io.tidewatch.decisions.learning.Selection;
import io.tidewatch.decisions.learning.ThompsonSampling;
import io.tidewatch.schemas.Arbitration;
import io.tidewatch.schemas.ContextWeight;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Ranking;
import io.tidewatch.schemas.RankingRules;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses one of the offers to which nothing is opposed, by propensity x value x context weight x
 * lever x diversity: the highest where ranking is static, by Thompson sampling where it is learned.
 * Of two equal ones the smaller id. Offers of a campaign that the customer had lately weigh less.
 *
 * <p>Holds the offers of one decision at a time, and what several of them have in common: of
 * categories the affinity, of campaigns the diversity. One thread.
 */
final class Arbiter {

  /**
   * The offer that was chosen.
   *
   * @param place its place among the live offers
   * @param contenders what learned ranking chose among; none where ranking is static
   */
  record Best(int place, Chosen chosen, Contenders contenders) {}

  private RankingRules rules; // those of the newest decision, and what was made of them
  private ThompsonSampling sampling;
  private Diversity diversity;
  private DecisionPoint point;
  private Prospects prospects;
  private OfferParts parts;
  private int[] places = {}; // of those to which nothing is opposed, among the live offers
  private String[] channels = {}; // by which each of them would be made
  private int size;
  private double[] affinities = {}; // by number of the categories, NaN until asked
  private LearningInputs[] inputs = {}; // likewise, null until asked
  private double[] diversities = {}; // by number of the campaign, NaN until asked

  /** Begins a decision. */
  void begin(
      DecisionPoint decisionPoint, RankingRules newRules, Prospects newProspects, OfferParts live) {
    if (rules != newRules) {
      rules = newRules;
      sampling = sampling(rules);
      diversity =
          new Diversity(rules.getDiversity(), Duration.ofHours(rules.getDiversityHalfLifeHours()));
    }
    if (parts != live) {
      parts = live;
      places = new int[parts.size()];
      channels = new String[parts.size()];
      affinities = new double[parts.categories.count()];
      inputs = new LearningInputs[parts.categories.count()];
      diversities = new double[parts.campaign.count()];
    }
    point = decisionPoint;
    prospects = newProspects;
    size = 0;
    Arrays.fill(affinities, Double.NaN);
    Arrays.fill(inputs, null);
    Arrays.fill(diversities, Double.NaN);
  }

  /** Takes an offer into account. They come in order of their ids. */
  void add(int place, String channel) {
    places[size] = place;
    channels[size] = channel;
    size++;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Chooses; there is at least one. */
  Best choose(Policy policy) {
    return rules.getRanking() == Ranking.LEARNED ? sampled(policy) : highest();
  }

  private Best highest() {
    int best = 0;
    double most = -1;
    for (int i = 0; i < size; i++) {
      double worth = affinity(i) * weightMinor(i);
      if (worth > most) {
        most = worth;
        best = i;
      }
    }
    double affinity = affinity(best);
    return new Best(places[best], chosen(best, 1, affinity, affinity, false), Contenders.NONE);
  }

  private Best sampled(Policy policy) {
    Contenders contenders = new Contenders(size);
    Outlook outlook = prospects.outlook(parts.offers());
    for (int i = 0; i < size; i++) {
      int place = places[i];
      contenders.add(
          parts.offerId(place), parts.drawKey(place), weightMinor(i), outlook.of(place, inputs(i)));
    }
    Selection selection = sampling.choose(contenders, seed(point, policy));
    Chosen chosen =
        chosen(
            selection.index(),
            selection.probability(),
            contenders.get(selection.index()).activation().propensity(),
            selection.draw(),
            selection.explored());
    return new Best(places[selection.index()], chosen, contenders);
  }

  static long seed(DecisionPoint point, Policy policy) {
    return DecisionIds.seed(
        point.customerId(), point.triggerEventId(), point.atMicros(), policy.getVersion());
  }

  static ThompsonSampling sampling(RankingRules rules) {
    return new ThompsonSampling(rules.getExplorationFloor(), rules.getExplorationWidth());
  }

  private Offer offer(int index) {
    return parts.offer(places[index]);
  }

  private double weightMinor(int index) {
    return parts.valueMinor(places[index])
        * contextWeight(channels[index])
        * parts.lever(places[index])
        * diversity(index);
  }

  /**
   * Rounded as records have it, so that what is learned from records is what was decided by. A sum
   * of probabilities may come out above 1.
   */
  private double affinity(int index) {
    int number = parts.categories.of(places[index]);
    if (Double.isNaN(affinities[number])) {
      affinities[number] = (float) Math.min(1, prospects.affinity(offer(index)));
    }
    return affinities[number];
  }

  private LearningInputs inputs(int index) {
    int number = parts.categories.of(places[index]);
    if (inputs[number] == null) {
      inputs[number] =
          new LearningInputs(affinity(index), point.score().churn(), point.state().purchases());
    }
    return inputs[number];
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

  private double diversity(int index) {
    if (diversity.strength() == 0) {
      return 1;
    }
    int campaign = parts.campaign.of(places[index]);
    if (Double.isNaN(diversities[campaign])) {
      long last =
          point.state().contactedForCampaignAt(parts.campaign.example(campaign).getCampaignId());
      diversities[campaign] = diversity.weight(last, point.atMicros());
    }
    return diversities[campaign];
  }

  private Chosen chosen(
      int index, double probability, double propensity, double draw, boolean explored) {
    Offer offer = offer(index);
    return new Chosen(
        offer,
        channels[index],
        affinity(index),
        probability,
        Arbitration.newBuilder()
            .setPropensity(propensity)
            .setValueMinor(offer.getValueMinor())
            .setContextWeight(contextWeight(channels[index]))
            .setLever(offer.getLever())
            .setDiversity(diversity(index))
            .setDraw(draw)
            .setExplored(explored)
            .setChurn(point.score().churn())
            .setPurchases(point.state().purchases())
            .build());
  }
}
