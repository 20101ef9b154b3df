package io.tidewatch.decisions.learning;

/**
 * The offer that exploration chose.
 *
 * @param index its place among the contenders
 * @param offerId the offer
 * @param probability probability, in (0, 1], with which these contenders give this choice, over all
 *     seeds; what off-policy evaluation divides by
 * @param draw the probability of acceptance, 0 to 1, that was drawn for it; the expected one where
 *     it was chosen without a draw of its own
 * @param explored whether it comes from the floor's even draw, not from the beliefs
 */
public record Selection(
    int index, String offerId, double probability, double draw, boolean explored) {}
