package io.tidewatch.decisions.simulation;

import io.tidewatch.decisions.learning.Activation;
import io.tidewatch.schemas.Offer;

/**
 * An offer that may be made to a visitor, with all that the strategies go by, each by its part.
 *
 * @param index place of the offer in the catalogue
 * @param affinity what the recommender says, 0 to 1
 * @param diversity factor for what the customer had lately, 0 to 1
 * @param learned what was learned from outcomes; of no use to strategies that do not learn
 * @param acceptance the truth, for the oracle
 */
record Candidate(
    Offer offer,
    int index,
    double affinity,
    double diversity,
    Activation learned,
    double acceptance) {}
