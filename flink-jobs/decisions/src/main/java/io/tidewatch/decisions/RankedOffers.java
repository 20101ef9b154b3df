package io.tidewatch.decisions;

import io.tidewatch.decisions.eligibility.Conditions;
import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.decisions.learning.Contenders;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.SuppressionReason;
import java.util.Arrays;
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
      return OfferDecision.NOTHING_LIVE;
    }
    if (!parts.areOf(live)) {
      parts = new OfferParts(live);
    }
    arbiter.begin(point, policy.getRanking(), prospects, parts);
    SuppressionReason[] reasons = reasons(point, policy, inBudget);
    Verdicts verdicts = new Verdicts(parts.offerIds(), Arrays.asList(reasons));
    if (arbiter.isEmpty()) {
      return new OfferDecision(Optional.empty(), live, verdicts, Contenders.NONE);
    }
    Arbiter.Best best = arbiter.choose(policy);
    reasons[best.place()] = SuppressionReason.UNKNOWN;
    return new OfferDecision(Optional.of(best.chosen()), live, verdicts, best.contenders());
  }

  /** Gives the offers to which nothing is opposed to the arbiter, and says why the others not. */
  private SuppressionReason[] reasons(
      DecisionPoint point, Policy policy, Predicate<Offer> inBudget) {
    ContactPolicy contactPolicy = new ContactPolicy(point, policy.getOffers(), parts);
    PartMemo eligible = new PartMemo(parts.condition, offer -> conditions.hold(offer, point));
    Ruling[] rulings = new Ruling[parts.ruled.count()]; // null until asked
    SuppressionReason[] reasons = new SuppressionReason[parts.size()];
    for (int i = 0; i < reasons.length; i++) {
      int number = parts.ruled.of(i);
      Ruling ruling = rulings[number];
      if (ruling == null) {
        ruling = ruling(i, contactPolicy, eligible);
        rulings[number] = ruling;
      }
      if (ruling instanceof Ruling.Opposed opposed) {
        reasons[i] = opposed.reason();
      } else if (parts.isLimited(i) && !inBudget.test(parts.offer(i))) {
        reasons[i] = SuppressionReason.BUDGET;
      } else {
        reasons[i] = SuppressionReason.OUTRANKED;
        arbiter.add(i, ((Ruling.Open) ruling).channel());
      }
    }
    return reasons;
  }

  /** What is said of an offer by all rules but the budget. */
  private static Ruling ruling(int offer, ContactPolicy contactPolicy, PartMemo eligible) {
    Ruling ruling = contactPolicy.on(offer);
    return ruling instanceof Ruling.Open && !eligible.holds(offer)
        ? Ruling.Opposed.by(SuppressionReason.INELIGIBLE)
        : ruling;
  }

  /** Returns the quiet hours of the rules. */
  public static QuietHours quietHours(OfferRules rules) {
    return ContactPolicy.quietHours(rules);
  }
}
