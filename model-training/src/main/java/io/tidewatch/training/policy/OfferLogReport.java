package io.tidewatch.training.policy;

/**
 * What a policy for offers would bring, judged by decisions of another one. Immutable. Rewards are
 * the value of accepted offers, in minor units per decision that made an offer.
 *
 * @param policy name of the judged policy
 * @param days days after an offer in which it may be accepted
 * @param leftOut decisions left out: offers, propensities or features not known, or days not over
 * @param offers offers that were made or could have been
 * @param certain share of the decisions, 0 to 1, whose choice had no alternative
 * @param logged what the logging policy brought
 * @param estimates what the judged policy would bring
 * @param difference doubly robust estimate less {@code logged}, resampled together
 */
public record OfferLogReport(
    String policy,
    int days,
    long leftOut,
    int offers,
    double certain,
    Interval logged,
    OffPolicyEstimates estimates,
    Interval difference) {}
