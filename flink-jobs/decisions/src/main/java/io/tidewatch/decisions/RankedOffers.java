package io.tidewatch.decisions;

import io.tidewatch.decisions.OfferDecision.Chosen;
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
 * keeps the compiled conditions.
 */
public final class RankedOffers implements OfferPolicy {
  private final Conditions conditions = new Conditions();
  private final Arbiter arbiter = new Arbiter();

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
    ContactPolicy contactPolicy = new ContactPolicy(point, policy.getOffers());
    arbiter.begin(point, policy.getRanking(), prospects);
    List<SuppressionReason> reasons = new ArrayList<>(live.size());
    for (Offer offer : live) {
      Ruling ruling = ruling(offer, point, contactPolicy, inBudget);
      if (ruling instanceof Ruling.Opposed opposed) {
        reasons.add(opposed.reason());
      } else if (ruling instanceof Ruling.Open open) {
        reasons.add(SuppressionReason.OUTRANKED);
        arbiter.add(offer, open.channel());
      }
    }
    Chosen best = arbiter.isEmpty() ? null : arbiter.choose(policy);
    List<HeldBack> heldBack = new ArrayList<>(live.size());
    for (int i = 0; i < live.size(); i++) {
      if (best == null || live.get(i) != best.offer()) {
        heldBack.add(new HeldBack(live.get(i), reasons.get(i)));
      }
    }
    return new OfferDecision(Optional.ofNullable(best), heldBack, arbiter.contenders());
  }

  private Ruling ruling(
      Offer offer, DecisionPoint point, ContactPolicy contactPolicy, Predicate<Offer> inBudget) {
    Ruling ruling = contactPolicy.on(offer);
    if (ruling instanceof Ruling.Opposed) {
      return ruling;
    }
    if (!conditions.hold(offer, point)) {
      return new Ruling.Opposed(SuppressionReason.INELIGIBLE);
    }
    return inBudget.test(offer) ? ruling : new Ruling.Opposed(SuppressionReason.BUDGET);
  }

  /** Returns the quiet hours of the rules. */
  public static QuietHours quietHours(OfferRules rules) {
    return ContactPolicy.quietHours(rules);
  }
}
