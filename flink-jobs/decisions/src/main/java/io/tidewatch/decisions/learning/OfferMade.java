package io.tidewatch.decisions.learning;

/**
 * An offer that was made, as far as its outcome teaches something.
 *
 * @param decisionId id of the decision, by which outcomes name it
 * @param campaignId campaign of the offer
 * @param offerId the offer
 * @param madeAtMicros stream time of the decision
 */
public record OfferMade(
    String decisionId,
    String campaignId,
    String offerId,
    long madeAtMicros,
    LearningInputs inputs) {}
