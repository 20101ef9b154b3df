package io.tidewatch.training.policy;

import io.tidewatch.schemas.Offer;
import java.util.List;

/**
 * A choice that the job made among offers. Nobody writes to the array.
 *
 * @param candidates offers to which no rule was opposed, in order of their ids
 * @param made index of the one that was made
 * @param propensity probability with which it was chosen, in (0, 1]
 * @param features the customer's feature vector
 */
record OfferChoice(
    String decisionId,
    String customerId,
    long atMicros,
    List<Offer> candidates,
    int made,
    double propensity,
    float[] features) {

  Offer offer() {
    return candidates.get(made);
  }

  /** Returns what an acceptance of each candidate brings, in minor units. */
  double[] values() {
    return candidates.stream().mapToDouble(Offer::getValueMinor).toArray();
  }
}
