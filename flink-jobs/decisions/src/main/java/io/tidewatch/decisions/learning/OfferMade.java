package io.tidewatch.decisions.learning;

import io.tidewatch.schemas.Arbitration;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.NextBestOffer;
import java.util.Optional;

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
    LearningInputs inputs) {

  /** Returns what a record on the topic says; empty if it is of a version that did not yet. */
  public static Optional<OfferMade> of(NextBestOffer made) {
    Arbitration arbitration = made.getArbitration();
    return arbitration == null
        ? Optional.empty()
        : Optional.of(
            new OfferMade(
                made.getDecisionId(),
                made.getCampaignId(),
                made.getOfferId(),
                Micros.of(made.getDecidedAt()),
                new LearningInputs(
                    made.getAffinity(), arbitration.getChurn(), arbitration.getPurchases())));
  }
}
