package io.tidewatch.scoring;

import io.tidewatch.decisions.LiveOffers;
import io.tidewatch.decisions.OfferDecision;
import io.tidewatch.decisions.OfferPolicy;
import io.tidewatch.decisions.Prospects;
import io.tidewatch.decisions.RankedOffers;
import io.tidewatch.decisions.learning.Activation;
import io.tidewatch.decisions.learning.LearningInputs;
import io.tidewatch.decisions.learning.Propensities;
import io.tidewatch.decisions.learning.ThompsonSampling;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.RankingRules;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What another policy would have decided at the moments of logged decisions: the same customers,
 * scored again, the offers of today, and what was believed then, or is believed now of offers of
 * which the record does not say. Each moment for itself: that a customer would have had other
 * offers before is not known. One thread.
 */
public final class PolicyTrial {
  private final DecisionRebuild rebuild;
  private final Collection<Offer> offers;
  private final Propensities beliefs;
  private final OfferPolicy offerPolicy = new RankedOffers();

  /**
   * Creates one.
   *
   * @param rebuild has the releases that the records name
   * @param offers as the topic offers has them
   * @param beliefs as the topic offer-beliefs has them
   */
  public PolicyTrial(DecisionRebuild rebuild, Collection<Offer> offers, Propensities beliefs) {
    this.rebuild = rebuild;
    this.offers = offers;
    this.beliefs = beliefs;
  }

  /**
   * Refuses a policy that the job would refuse.
   *
   * @throws IllegalArgumentException if it breaks a rule of its fields; it says which
   */
  public static Policy checked(Policy policy) {
    Optional<ControlRules.Broken> broken = ControlRules.check(policy);
    if (broken.isPresent()) {
      throw new IllegalArgumentException(broken.get().detail());
    }
    return policy;
  }

  /**
   * Decides.
   *
   * @param logged a decision on offers
   * @throws IllegalArgumentException if the record does not hold what it takes
   */
  public OfferDecision decide(DecisionRecord logged, Policy policy) {
    Turn turn = rebuild.turn(logged);
    turn.recommender.forgetOffers();
    long at = turn.moment.atMicros();
    Set<String> outOfBudget = DecisionRebuild.outOfBudget(logged);
    ToDoubleFunction<Offer> affinities = turn.recommender.affinities(turn.moment.state());
    LoggedProspects then = new LoggedProspects(logged, affinities);
    Prospects now = new BelievedProspects(affinities, beliefs, at);
    return offerPolicy.decide(
        turn.decisionPoint(),
        new LiveOffers(offers).at(at),
        policy,
        offer -> !outOfBudget.contains(offer.getOfferId()),
        new Prospects() {
          @Override
          public double affinity(Offer offer) {
            return affinities.applyAsDouble(offer);
          }

          @Override
          public Activation acceptance(Offer offer, LearningInputs inputs) {
            return (then.knows(offer) ? then : now).acceptance(offer, inputs);
          }
        });
  }

  /**
   * Returns with which probability a policy would choose each offer at the moment of a logged
   * decision, by offer id: its ranking, under the rules that were in force.
   */
  public Map<String, Double> probabilities(DecisionRecord logged, RankingRules ranking) {
    Policy policy = Policy.newBuilder(logged.getPolicy()).setRanking(ranking).build();
    OfferDecision decision = decide(logged, policy);
    Map<String, Double> probabilities = new TreeMap<>();
    if (decision.contenders().isEmpty()) {
      decision.chosen().ifPresent(made -> probabilities.put(made.offer().getOfferId(), 1.0));
    } else {
      double[] each =
          new ThompsonSampling(ranking.getExplorationFloor(), ranking.getExplorationWidth())
              .probabilities(decision.contenders());
      for (int i = 0; i < each.length; i++) {
        probabilities.put(decision.contenders().get(i).offerId(), each[i]);
      }
    }
    return probabilities;
  }
}
