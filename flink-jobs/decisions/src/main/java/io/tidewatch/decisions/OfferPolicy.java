package io.tidewatch.decisions;

import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferRules;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

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
   * @param inBudget whether there is anything left of an offer for this customer; asked only for
   *     offers to which no rule is opposed
   * @param affinity probability, 0 to 1, that the customer's next purchase is in one of an offer's
   *     categories; asked only for offers to which nothing is opposed
   * @return one outcome for each live offer
   */
  OfferDecision decide(
      DecisionPoint point,
      List<Offer> live,
      OfferRules rules,
      Predicate<Offer> inBudget,
      ToDoubleFunction<Offer> affinity);
}
