package io.tidewatch.decisions;

import io.tidewatch.decisions.OfferDecision.HeldBack;
import io.tidewatch.decisions.eligibility.Conditions;
import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.SuppressionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes one of the offers to which nothing is opposed, the one that the {@link Arbiter} chooses.
 * The rules are checked in the order of {@link SuppressionReason}, and the first that holds is the
 * reason: first what is cheap, then the offer's condition, then its budget. One thread, because it
 * keeps the compiled conditions and the parts of the newest live offers. For the same live offers
 * the caller gives the same list, which is not changed meanwhile.
 */
public final class RankedOffers implements OfferPolicy {
  private final Conditions conditions = new Conditions();
  private final Arbiter arbiter = new Arbiter();
  private OfferParts parts = new OfferParts(List.of()); // of the newest live offers

  @Override
  public OfferDecision decide(
      DecisionPoint point,
      List<Offer> live,
      Policy policy,
      Predicate<Offer> inBudget,
      Prospects prospects) {
    if (live.isEmpty()) {
      return new OfferDecision(Optional.empty(), List.of(), List.of());
    }
    if (!parts.areOf(live)) {
      parts = new OfferParts(live);
    }
    ContactPolicy contactPolicy = new ContactPolicy(point, policy.getOffers(), parts);
    PartMemo eligible = new PartMemo(parts.condition, offer -> conditions.hold(offer, point));
    arbiter.begin(point, policy.getRanking(), prospects, parts);
    List<HeldBack> heldBack = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      Ruling ruling = ruling(i, contactPolicy, eligible, inBudget);
      if (ruling instanceof Ruling.Opposed opposed) {
        heldBack.add(parts.heldBack(i, opposed.reason()));
      } else if (ruling instanceof Ruling.Open open) {
        heldBack.add(parts.heldBack(i, SuppressionReason.OUTRANKED));
        arbiter.add(i, open.channel());
      }
    }
    if (arbiter.isEmpty()) {
      return new OfferDecision(Optional.empty(), heldBack, List.of());
    }
    Arbiter.Best best = arbiter.choose(policy);
    heldBack.remove(best.index());
    return new OfferDecision(Optional.of(best.chosen()), heldBack, arbiter.contenders());
  }

  private Ruling ruling(
      int offer, ContactPolicy contactPolicy, PartMemo eligible, Predicate<Offer> inBudget) {
    Ruling ruling = contactPolicy.on(offer);
    if (ruling instanceof Ruling.Opposed) {
      return ruling;
    }
    if (!eligible.holds(offer)) {
      return Ruling.Opposed.by(SuppressionReason.INELIGIBLE);
    }
    return inBudget.test(parts.offer(offer)) ? ruling : Ruling.Opposed.by(SuppressionReason.BUDGET);
  }

  /** Returns the quiet hours of the rules. */
  public static QuietHours quietHours(OfferRules rules) {
    return ContactPolicy.quietHours(rules);
  }
}
