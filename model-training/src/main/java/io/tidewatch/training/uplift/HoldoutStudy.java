package io.tidewatch.training.uplift;

import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OfferReasons;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.training.uplift.HoldoutReport.Effects;
import io.tidewatch.training.uplift.HoldoutReport.TooFew;
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
  /** Fewer customers in a group give intervals that mean nothing: spending is skewed. */
  static final int FEWEST = 30;

  private static final int EXPECTED_PURCHASES =
      FeatureCatalogue.features().indexOf(Feature.EXPECTED_PURCHASES_28D);
  private static final int EXPECTED_SPEND =
      FeatureCatalogue.features().indexOf(Feature.EXPECTED_SPEND_28D);

  private final Draw draw;
  private final int windowDays;
  private final Optional<String> currency;
  private final Map<String, String> campaigns = new HashMap<>();
  private final Map<String, Map<String, HoldoutLot>> lots = new TreeMap<>(); // by campaign, key
  private final Set<String> purchases = new HashSet<>();
  private final Set<String> currencies = new TreeSet<>();
  private List<HoldoutLot> newest = List.of();
  private long withoutPolicy;
  private long lastAt = Long.MIN_VALUE;

  /** Says who is held out: what the job decides by. */
  @FunctionalInterface
  public interface Draw {
    /**
     * Returns whether a customer is in the share of customers that a salt holds out of a campaign;
     * of all offers if its id is empty.
     */
    boolean holdsOut(String customerId, String campaignId, String salt, double share);
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
    String id = record.getDecisionId();
    lot(HoldoutLot.ALL, rules).decided(id, at);
    for (String campaign : scopes(record)) {
      HoldoutLot lot = lot(campaign, rules);
      lot.decided(id, at);
      lot.chance(record.getCustomerId(), chance(record, at));
    }
    if (record.getOffer() != null) {
      lot(HoldoutLot.ALL, rules).made(id, record.getCustomerId());
      if (!record.getOffer().getCampaignId().isEmpty()) {
        lot(record.getOffer().getCampaignId(), rules).made(id, record.getCustomerId());
      }
    }
    newest = List.of();
  }

  private HoldoutLot lot(String campaign, OfferRules rules) {
    return lots.computeIfAbsent(campaign, key -> new HashMap<>())
        .computeIfAbsent(
            HoldoutLot.key(campaign, rules), key -> new HoldoutLot(campaign, rules, draw));
  }

  /** Returns the campaigns of which the customer had a chance, and all offers if there was any. */
  private Set<String> scopes(DecisionRecord record) {
    Set<String> scopes = new HashSet<>();
    if (record.getOffer() != null) {
      offer(record.getOffer());
      scopes.add(record.getOffer().getCampaignId());
    }
    for (var held : OfferReasons.heldBack(record).entrySet()) {
      // Reasons are in the order in which they are checked. Those before the holdout say who a
      // customer is, and oppose in both groups alike; those behind it also depend on what offers
      // changed, and play no part.
      if (held.getKey().compareTo(SuppressionReason.HOLDOUT) >= 0) {
        for (String offerId : held.getValue()) {
          String campaign = campaigns.get(offerId);
          scopes.add(campaign == null ? HoldoutLot.ALL : campaign);
        }
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
      lots.values()
          .forEach(byKey -> byKey.values().forEach(lot -> lot.accepted(outcome.getDecisionId())));
    }
  }

  /** Takes a purchase or a refund. */
  public void purchase(PurchaseEvent purchase) {
    long at = Micros.of(purchase.getOccurredAt());
    lastAt = Math.max(lastAt, at);
    if (currency.isPresent() && !currency.get().equals(purchase.getCurrency())) {
      return;
    }
    for (HoldoutLot lot : newest()) {
      Chance chance = lot.chances().get(purchase.getCustomerId());
      if (chance != null
          && chance.covers(at, windowMicros())
          && first(lot.campaignId(), purchase)) {
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

  /** Returns the newest lot of all offers, and that of each campaign. */
  private List<HoldoutLot> newest() {
    if (newest.isEmpty()) {
      newest =
          lots.values().stream()
              .map(
                  byKey ->
                      byKey.values().stream()
                          .max(Comparator.comparingLong(HoldoutLot::lastAt))
                          .orElseThrow())
              .toList();
    }
    return newest;
  }

  private HoldoutLot newestOfAll() {
    return newest().stream()
        .filter(lot -> lot.campaignId().equals(HoldoutLot.ALL))
        .findFirst()
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
   * @throws IllegalArgumentException if nobody was held out, all groups have too few customers
   *     whose days are over, or purchases are in several currencies
   */
  public HoldoutReport report() {
    HoldoutLot ofAll = newestOfAll();
    requireSomebodyHeldOut();
    if (currencies.size() > 1) {
      throw new IllegalArgumentException(
          "purchases are in " + currencies + "; choose one with --currency");
    }
    Map<String, Effects> effects = new TreeMap<>();
    List<TooFew> tooFew = new ArrayList<>();
    for (HoldoutLot lot : newest()) {
      HoldoutGroups groups = HoldoutGroups.of(lot, lastAt - windowMicros());
      if (groups.areLargeEnough()) {
        effects.put(lot.campaignId(), groups.effects());
      } else if (lot != ofAll) {
        tooFew.add(new TooFew(lot.campaignId(), groups.treated().size(), groups.heldOut().size()));
      }
    }
    if (effects.isEmpty()) {
      throw new IllegalArgumentException(
          "a group has less than %d customers whose %d days after the first chance of an offer are over; wait, or count fewer days with --days"
              .formatted(FEWEST, windowDays));
    }
    Optional<Effects> all = Optional.ofNullable(effects.remove(HoldoutLot.ALL));
    return new HoldoutReport(
        ofAll.share(),
        ofAll.salt(),
        windowDays,
        Micros.toInstant(ofAll.firstAt()),
        Micros.toInstant(lastAt),
        currency.or(() -> currencies.stream().findFirst()).orElse("none"),
        lots.get(HoldoutLot.ALL).values().stream().mapToLong(HoldoutLot::decisions).sum()
            - ofAll.decisions(),
        withoutPolicy,
        newest().stream().flatMap(lot -> lot.madeToHeldOut().stream()).distinct().count(),
        all,
        effects,
        tooFew);
  }

  private void requireSomebodyHeldOut() {
    boolean somebody =
        newest().stream().map(HoldoutLot::heldOutShare).anyMatch(share -> share > 0 && share < 1);
    if (!somebody) {
      throw new IllegalArgumentException(
          "the policy holds out a share of %s of the customers, so there is nobody to compare with; set offers.holdoutShare, such as 0.05, and wait"
              .formatted(newestOfAll().share()));
    }
  }
}
