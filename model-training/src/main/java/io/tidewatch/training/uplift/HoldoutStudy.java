package io.tidewatch.training.uplift;

import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.HeldBackOffer;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.training.uplift.HoldoutReport.Effects;
import io.tidewatch.training.uplift.HoldoutReport.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * What offers changed, from what the job logged and what customers bought. Customers enter at their
 * first {@link Chance} of an offer, held out or not, and what they buy in some days after it
 * counts. Outcomes of offers would not do for that: customers who are held out get none.
 *
 * <p>Filled in the order offers, decisions, outcomes and purchases, then asked, by one thread.
 * Records that are delivered twice count once. Memory: a few hundred bytes per customer and
 * campaign, and the ids of offers made and of purchases that count.
 *
 * <pre>{@code
 * HoldoutStudy study = new HoldoutStudy(Holdout::contains, 28, Optional.empty());
 * offers.forEach(study::offer);
 * decisions.forEach(study::decision);
 * outcomes.forEach(study::outcome);
 * purchases.forEach(study::purchase);
 * HoldoutReport report = study.report();
 * }</pre>
 */
public final class HoldoutStudy {
  private static final int FEWEST = 2;
  private static final int EXPECTED_PURCHASES =
      FeatureCatalogue.features().indexOf(Feature.EXPECTED_PURCHASES_28D);
  private static final int EXPECTED_SPEND =
      FeatureCatalogue.features().indexOf(Feature.EXPECTED_SPEND_28D);

  private final Draw draw;
  private final int windowDays;
  private final Optional<String> currency;
  private final Map<String, String> campaigns = new HashMap<>();
  private final Map<String, HoldoutLot> lots = new HashMap<>();
  private final Set<String> purchases = new HashSet<>();
  private final Set<String> currencies = new TreeSet<>();
  private long withoutPolicy;
  private long lastAt = Long.MIN_VALUE;

  /** Says who is held out: what the job decides by. */
  @FunctionalInterface
  public interface Draw {
    /** Returns whether a customer is in the share of customers that a salt holds out. */
    boolean holdsOut(String customerId, String salt, double share);
  }

  /**
   * @param draw who is held out
   * @param windowDays days in which purchases count, at least 1
   * @param currency the purchases that count; if empty, all must be of one currency
   */
  public HoldoutStudy(Draw draw, int windowDays, Optional<String> currency) {
    if (windowDays < 1) {
      throw new IllegalArgumentException("days=" + windowDays + " must be at least 1");
    }
    this.draw = draw;
    this.windowDays = windowDays;
    this.currency = currency;
  }

  /** Takes an offer, which says of what campaign it is. */
  public void offer(Offer offer) {
    campaigns.put(offer.getOfferId(), offer.getCampaignId());
  }

  /** Takes a record of decision-log; those that are not about offers say nothing. */
  public void decision(DecisionRecord record) {
    if (record.getOfferId() == null || record.getKind() == DecisionKind.SCORE) {
      return;
    }
    if (record.getPolicy() == null) {
      withoutPolicy++;
      return;
    }
    long at = Micros.of(record.getDecidedAt());
    lastAt = Math.max(lastAt, at);
    OfferRules rules = record.getPolicy().getOffers();
    HoldoutLot lot =
        lots.computeIfAbsent(
            rules.getHoldoutShare() + "|" + rules.getHoldoutSalt(),
            key -> new HoldoutLot(rules, draw));
    lot.decided(record.getDecisionId(), at);
    for (String scope : scopes(record)) {
      lot.chance(scope, record.getCustomerId(), chance(record, at));
    }
    if (record.getOffer() != null) {
      lot.made(record.getDecisionId(), record.getCustomerId(), record.getOffer().getCampaignId());
    }
  }

  /** Returns the campaigns of which the customer had a chance, and all offers if there was any. */
  private Set<String> scopes(DecisionRecord record) {
    Set<String> scopes = new HashSet<>();
    if (record.getOffer() != null) {
      offer(record.getOffer());
      scopes.add(record.getOffer().getCampaignId());
    }
    for (HeldBackOffer held : record.getHeldBack()) {
      // Reasons are in the order in which they are checked: from the holdout on, nothing was
      // against this offer for this customer.
      if (held.getReason().compareTo(SuppressionReason.HOLDOUT) >= 0) {
        String campaign = campaigns.get(held.getOfferId());
        scopes.add(campaign == null ? HoldoutLot.ALL : campaign);
      }
    }
    if (!scopes.isEmpty()) {
      scopes.add(HoldoutLot.ALL);
    }
    return scopes;
  }

  private static Chance chance(DecisionRecord record, long at) {
    boolean known = record.getCatalogueDigest().equals(FeatureCatalogue.digest());
    List<Float> features = record.getFeatures();
    return known && !features.isEmpty()
        ? new Chance(
            at,
            Math.expm1(features.get(EXPECTED_PURCHASES)),
            Math.expm1(features.get(EXPECTED_SPEND)))
        : new Chance(at, Double.NaN, Double.NaN);
  }

  /** Takes what became of an offer. */
  public void outcome(OfferOutcome outcome) {
    boolean accepted =
        outcome.getKind() == OutcomeKind.ACCEPTED || outcome.getKind() == OutcomeKind.CONVERTED;
    if (accepted && outcome.getDecisionId() != null) {
      lots.values().forEach(lot -> lot.accepted(outcome.getDecisionId()));
    }
  }

  /** Takes a purchase or a refund. */
  public void purchase(PurchaseEvent purchase) {
    long at = Micros.of(purchase.getOccurredAt());
    lastAt = Math.max(lastAt, at);
    if (currency.isPresent() && !currency.get().equals(purchase.getCurrency())) {
      return;
    }
    HoldoutLot lot = newest();
    for (String scope : lot.scopes()) {
      Chance chance = lot.chances(scope).get(purchase.getCustomerId());
      if (chance != null && chance.covers(at, windowMicros()) && first(scope, purchase)) {
        currencies.add(purchase.getCurrency());
        if (purchase.getKind() == PurchaseKind.PURCHASE) {
          chance.bought(purchase.getAmountMinor());
        } else if (purchase.getKind() == PurchaseKind.REFUND) {
          chance.refunded(purchase.getAmountMinor());
        }
      }
    }
  }

  private boolean first(String scope, PurchaseEvent purchase) {
    return purchases.add(scope + "|" + purchase.getCustomerId() + "|" + purchase.getEventId());
  }

  private long windowMicros() {
    return windowDays * Micros.PER_DAY;
  }

  private HoldoutLot newest() {
    return lots.values().stream()
        .max(Comparator.comparingLong(HoldoutLot::lastAt))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "decision-log has no decision on offers that says what policy was in force"
                        + (withoutPolicy == 0
                            ? ""
                            : "; " + withoutPolicy + " are of versions that did not say it")));
  }

  /**
   * Compares the groups.
   *
   * @throws IllegalArgumentException if nobody was held out, a group has less than two customers
   *     whose days are over, or purchases are in several currencies
   */
  public HoldoutReport report() {
    HoldoutLot lot = newest();
    if (!(lot.share() > 0 && lot.share() < 1)) {
      throw new IllegalArgumentException(
          "the policy holds out a share of %s of the customers, so there is nobody to compare with; set offers.holdoutShare, such as 0.05, and wait"
              .formatted(lot.share()));
    }
    if (currencies.size() > 1) {
      throw new IllegalArgumentException(
          "purchases are in " + currencies + "; choose one with --currency");
    }
    Map<String, Effects> effects = new TreeMap<>();
    List<String> tooSmall = new ArrayList<>();
    for (String scope : new TreeSet<>(lot.scopes())) {
      effects(lot, scope)
          .ifPresentOrElse(found -> effects.put(scope, found), () -> tooSmall.add(scope));
    }
    Effects all = effects.remove(HoldoutLot.ALL);
    if (all == null) {
      throw new IllegalArgumentException(
          "a group has less than %d customers whose %d days after the first chance of an offer are over; wait, or count fewer days with --days"
              .formatted(FEWEST, windowDays));
    }
    return new HoldoutReport(
        lot.share(),
        lot.salt(),
        windowDays,
        Micros.toInstant(lot.firstAt()),
        Micros.toInstant(lastAt),
        currency.or(() -> currencies.stream().findFirst()).orElse("none"),
        lots.values().stream().mapToLong(HoldoutLot::decisions).sum() - lot.decisions(),
        withoutPolicy,
        lot.madeToHeldOut(),
        all,
        effects,
        tooSmall);
  }

  private Optional<Effects> effects(HoldoutLot lot, String scope) {
    List<Chance> treated = new ArrayList<>();
    List<Chance> heldOut = new ArrayList<>();
    new TreeMap<>(lot.chances(scope))
        .forEach(
            (customer, chance) -> {
              if (chance.atMicros() + windowMicros() <= lastAt) {
                (lot.holdsOut(customer) ? heldOut : treated).add(chance);
              }
            });
    if (treated.size() < FEWEST || heldOut.size() < FEWEST) {
      return Optional.empty();
    }
    double share = lot.share();
    return Optional.of(
        new Effects(
            SampleRatio.test(
                List.of((long) treated.size(), (long) heldOut.size()), List.of(1 - share, share)),
            lot.chances(scope).size() - treated.size() - heldOut.size(),
            lot.made(scope),
            lot.acceptedOf(scope),
            measured(treated, heldOut, Chance::converted, Chance::expectedPurchases),
            measured(treated, heldOut, Chance::spentMinor, Chance::expectedSpend)));
  }

  private static Measured measured(
      List<Chance> treated,
      List<Chance> heldOut,
      ToDoubleFunction<Chance> outcome,
      ToDoubleFunction<Chance> expected) {
    Cuped.Group ofTreated = group(treated, outcome, expected);
    Cuped.Group ofHeldOut = group(heldOut, outcome, expected);
    return new Measured(
        AverageEffect.of(ofTreated.outcomes(), ofHeldOut.outcomes()),
        ofTreated.known() && ofHeldOut.known()
            ? Optional.of(Cuped.of(ofTreated, ofHeldOut))
            : Optional.empty());
  }

  private static Cuped.Group group(
      List<Chance> chances, ToDoubleFunction<Chance> outcome, ToDoubleFunction<Chance> expected) {
    return new Cuped.Group(
        chances.stream().mapToDouble(outcome).toArray(),
        chances.stream().mapToDouble(expected).toArray());
  }
}
