package io.tidewatch.decisions;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferRules;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Chooses at most one of the live offers for a customer at one moment and says of every other one
 * why it was held back. Implementations are pure: they change nothing and know no clock.
 */
public interface OfferPolicy {

  /**
   * Decides.
   *
   * @param customerId the customer
   * @param state the customer's state, with the event that led here folded in; only read
   * @param atMicros stream time of the decision
   * @param live offers valid at that time, in order of their ids
   * @param affinity probability, 0 to 1, that the customer's next purchase is in one of an offer's
   *     categories; asked only for offers to which nothing else is opposed
   * @return one outcome for each live offer
   */
  OfferDecision decide(
      String customerId,
      CustomerState state,
      long atMicros,
      List<Offer> live,
      OfferRules rules,
      ToDoubleFunction<Offer> affinity);
}
