package io.tidewatch.decisions;

import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.decisions.learning.Contenders;
import io.tidewatch.decisions.learning.Selection;
import io.tidewatch.schemas.Arbitration;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.SuppressionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of the live offers at one decision point.
 *
 * @param chosen the offer to make, if any
 * @param live all live offers, in order of their ids
 * @param verdicts why each of them but the chosen one was held back
 * @param contenders the offers that learned ranking chose among; none where ranking is static or
 *     nothing was to be chosen
 */
public record OfferDecision(
    Optional<Chosen> chosen, List<Offer> live, Verdicts verdicts, Contenders contenders) {

  /** Where no offer was live. */
  static final OfferDecision NOTHING_LIVE =
      new OfferDecision(Optional.empty(), List.of(), Verdicts.NONE, Contenders.NONE);

  /**
   * The offer to make.
   *
   * @param channel the channel by which to send it, one of the offer's
   * @param affinity probability that the next purchase is in one of its categories, 0 to 1
   * @param propensity probability with which the policy chose it, in (0, 1]
   * @param arbitration what made it the one; not changed by anybody
   */
  public record Chosen(
      Offer offer, String channel, double affinity, double propensity, Arbitration arbitration) {

    /** Returns what it is expected to bring, in minor units. */
    public double expectedValueMinor() {
      return arbitration.getPropensity()
          * arbitration.getValueMinor()
          * arbitration.getContextWeight()
          * arbitration.getLever()
          * arbitration.getDiversity();
    }
  }

  /** An offer that is not made. */
  public record HeldBack(Offer offer, SuppressionReason reason) {}

  /** Returns the offers that are not made, in order of their ids, each with its one reason. */
  public List<HeldBack> heldBack() {
    List<HeldBack> heldBack = new ArrayList<>();
    for (int i = 0; i < live.size(); i++) {
      if (verdicts.reasons().get(i) != SuppressionReason.UNKNOWN) {
        heldBack.add(new HeldBack(live.get(i), verdicts.reasons().get(i)));
      }
    }
    return heldBack;
  }

  /**
   * Returns what the decision is where the chosen offer is one of several contenders, of which only
   * their part in the lot is known any more.
   *
   * @param among contenders of the decision; none where its ranking was static
   */
  public OfferDecision among(Contenders among, DecisionPoint point, Policy policy) {
    if (among.isEmpty() || chosen.isEmpty()) {
      return this;
    }
    Selection selection =
        Arbiter.sampling(policy.getRanking()).choose(among, Arbiter.seed(point, policy));
    Chosen made = chosen.get();
    Arbitration arbitration =
        Arbitration.newBuilder(made.arbitration())
            .setDraw(selection.draw())
            .setExplored(selection.explored())
            .build();
    return new OfferDecision(
        Optional.of(
            new Chosen(
                made.offer(),
                made.channel(),
                made.affinity(),
                selection.probability(),
                arbitration)),
        live,
        verdicts,
        among);
  }
}
