package io.tidewatch.connectors.history;

import io.tidewatch.connectors.history.CompleteJourneyTables.Basket;
import io.tidewatch.connectors.history.CompleteJourneyTables.Campaign;
import io.tidewatch.connectors.history.CompleteJourneyTables.Coupon;
import io.tidewatch.connectors.history.CompleteJourneyTables.Line;
import io.tidewatch.connectors.history.CompleteJourneyTables.Redemption;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns campaigns into offers, and coupons handed in into outcomes.
 *
 * <p>A campaign has one offer for each of the {@value #SINGLE} categories with most coupons, and
 * one, "more", for the rest of its coupons, which names the next {@value #MORE} categories.
 * Campaigns of type A are for everybody, B and C for the segment {@code campaign-N} of the
 * households to which they were sent. The value of an offer is an estimate, not observed: {@value
 * #MARGIN_PERCENT} % (an assumed gross margin of a grocer) of the mean amount of a line in its
 * categories.
 */
final class CompleteJourneyOffers {
  /** Offers about one category in a campaign, at most. */
  static final int SINGLE = 5;

  /** Categories of the last offer of a campaign, at most. */
  static final int MORE = 5;

  /** Assumed margin. */
  static final int MARGIN_PERCENT = 25;

  /** The zone in which the retailer's days are cut; baskets are published in UTC. */
  static final ZoneId ZONE = ZoneId.of("America/New_York");

  private static final Duration ANNOUNCED_BEFORE = Duration.ofDays(7);

  private final CompleteJourneyTables tables;
  private final Map<Integer, List<Offer>> byCampaign = new HashMap<>();
  private final Map<String, Set<String>> couponCategories = new HashMap<>();

  CompleteJourneyOffers(CompleteJourneyTables tables) {
    this.tables = tables;
    Map<Integer, Map<String, Set<String>>> couponsByCategory = new HashMap<>();
    for (Coupon coupon : tables.coupons()) {
      String category = tables.category(coupon.productId());
      if (!category.isEmpty()) {
        couponsByCategory
            .computeIfAbsent(coupon.campaignId(), id -> new HashMap<>())
            .computeIfAbsent(category, name -> new HashSet<>())
            .add(coupon.upc());
        couponCategories
            .computeIfAbsent(couponKey(coupon.campaignId(), coupon.upc()), k -> new HashSet<>())
            .add(category);
      }
    }
    Map<String, Double> meanLineMinor = meanLineMinor();
    for (Campaign campaign : tables.campaigns()) {
      List<String> categories = ranked(couponsByCategory.getOrDefault(campaign.id(), Map.of()));
      byCampaign.put(campaign.id(), offers(campaign, categories, meanLineMinor));
    }
  }

  /** Returns the offers by id. */
  List<Offer> offers() {
    return byCampaign.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(Offer::getOfferId))
        .toList();
  }

  /** Returns the outcomes; the hour of a redemption is not published and set to 22 in the shop. */
  List<OfferOutcome> outcomes() {
    return tables.redemptions().stream().map(this::outcome).toList();
  }

  /** Returns the first moment of a day of the retailer. */
  static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZONE).toInstant();
  }

  private OfferOutcome outcome(Redemption redemption) {
    String customerId = CompleteJourneyTables.customerId(redemption.householdId());
    int second = (int) (3_600 * Seeds.share(0, "redeemed", customerId, redemption.upc()));
    return OfferOutcome.newBuilder()
        .setEventId(
            "redemption-"
                + redemption.campaignId()
                + "-"
                + redemption.upc()
                + "-"
                + redemption.date())
        .setCustomerId(customerId)
        .setOccurredAt(
            redemption
                .date()
                .atTime(LocalTime.of(22, 0))
                .atZone(ZONE)
                .toInstant()
                .plusSeconds(second))
        .setKind(OutcomeKind.CONVERTED)
        .setOfferId(offerId(redemption))
        .build();
  }

  /**
   * The offer of the first category in rank order that the coupon counts for, else the last offer
   * of the campaign (coupons for lesser categories, or for products that nobody here bought).
   */
  private String offerId(Redemption redemption) {
    List<Offer> campaign = byCampaign.getOrDefault(redemption.campaignId(), List.of());
    Set<String> categories =
        couponCategories.getOrDefault(
            couponKey(redemption.campaignId(), redemption.upc()), Set.of());
    return campaign.stream()
        .filter(offer -> offer.getCategories().stream().anyMatch(categories::contains))
        .findFirst()
        .orElseGet(() -> campaign.get(campaign.size() - 1))
        .getOfferId();
  }

  private static List<Offer> offers(
      Campaign campaign, List<String> categories, Map<String, Double> meanLineMinor) {
    List<Offer> offers = new ArrayList<>();
    for (String category : categories.subList(0, Math.min(SINGLE, categories.size()))) {
      offers.add(offer(campaign, slug(category), category, List.of(category), meanLineMinor));
    }
    if (categories.size() > SINGLE) {
      List<String> next = categories.subList(SINGLE, Math.min(SINGLE + MORE, categories.size()));
      offers.add(offer(campaign, "more", "More", next, meanLineMinor));
    }
    return offers;
  }

  private static Offer offer(
      Campaign campaign,
      String suffix,
      String title,
      List<String> categories,
      Map<String, Double> meanLineMinor) {
    boolean everybody = campaign.type() == 'A';
    double mean =
        categories.stream()
            .mapToDouble(c -> meanLineMinor.getOrDefault(c, 0.0))
            .average()
            .orElse(0);
    return Offer.newBuilder()
        .setOfferId("campaign-" + campaign.id() + "-" + suffix)
        .setUpdatedAt(startOf(campaign.start()).minus(ANNOUNCED_BEFORE))
        .setCampaignId("campaign-" + campaign.id())
        .setName("Campaign " + campaign.id() + ": " + title)
        .setCategories(List.copyOf(categories))
        .setValueMinor(Math.max(1, Math.round(mean * MARGIN_PERCENT / 100)))
        .setCurrency("USD")
        .setValidFrom(startOf(campaign.start()))
        .setValidUntil(startOf(campaign.end().plusDays(1)))
        .setPurpose(everybody ? ConsentPurpose.PERSONALISATION : ConsentPurpose.MARKETING)
        .setChannel(everybody ? "email" : "push")
        .setLocales(everybody ? List.of("en", "es") : List.of("en"))
        .setSegments(everybody ? List.of() : List.of("campaign-" + campaign.id()))
        .build();
  }

  private Map<String, Double> meanLineMinor() {
    return tables.baskets().stream()
        .map(Basket::lines)
        .flatMap(List::stream)
        .collect(
            Collectors.groupingBy(Line::category, Collectors.averagingDouble(Line::amountMinor)));
  }

  private static List<String> ranked(Map<String, Set<String>> couponsByCategory) {
    return couponsByCategory.entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<String, Set<String>> e) -> -e.getValue().size())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String couponKey(int campaignId, String upc) {
    return campaignId + "/" + upc;
  }

  private static String slug(String category) {
    return category.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
  }
}
