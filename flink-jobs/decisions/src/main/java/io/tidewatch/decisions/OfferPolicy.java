package io.tidewatch.decisions;

import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import java.util.List;
import java.util.function.Predicate;

/**
 * Chooses at most one of the live offers for a customer at one moment and says of every other one
 * why it was held back. Implementations change nothing and know no clock.
 */
public interface OfferPolicy {

  /**
   * Decides.
   *
   * @param point the customer at that moment
   * @param live offers valid at that time, in order of their ids
   * @param policy its rules for offers and for their ranking apply, and its version seeds the draws
   * @param inBudget whether there is anything left of an offer for this customer; asked only for
   *     limited offers to which no rule is opposed
   * @param prospects asked only for offers to which nothing is opposed
   * @return one outcome for each live offer
   */
  OfferDecision decide(
      DecisionPoint point,
      List<Offer> live,
      Policy policy,
      Predicate<Offer> inBudget,
      Prospects prospects);
}
