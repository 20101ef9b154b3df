package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.ChannelCap;
import io.tidewatch.schemas.FrequencyCap;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Ranking;
import io.tidewatch.schemas.RankingRules;
import java.util.ArrayList;
import java.util.List;

/**
 * The offers and the policy of a bench. Up to as many offers as there are categories: one for each,
 * for everybody, by the default policy. More: a market like that of a large shop, of campaigns with
 * conditions, channels, levers, exclusion groups and budgets, under caps by channel and campaign,
 * ranked by what is learned.
 *
 * @param size how many offers
 * @param free whether each customer who consents may have each offer at any time: no conditions,
 *     groups and budgets, no caps, quiet hours and holdout, ranked by affinity x value
 */
public record Market(int size, boolean free) {
  private static final int CAMPAIGNS = 20;
  private static final List<String> CHANNELS = List.of("email", "push", "web");
  private static final int MOST_CONTACTS = 16; // the largest cap there is, in an hour

  /** Returns the market of so many offers, with all its rules. */
  public static Market of(int size) {
    return new Market(size, false);
  }

  /** Returns the market of so many offers without rules. */
  static Market free(int size) {
    return new Market(size, true);
  }

  /** Returns the offers, always the same. */
  List<Offer> offers() {
    List<Offer> simple = Workload.offers();
    if (size <= simple.size()) {
      return simple.subList(0, size);
    }
    List<Offer> offers = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Offer.Builder offer = offer(simple.get(i % simple.size()), i);
      offers.add(free ? offer.build() : ruled(offer, i).build());
    }
    return offers;
  }

  private static Offer.Builder offer(Offer like, int number) {
    return Offer.newBuilder(like)
        .setOfferId("market-%03d".formatted(number))
        .setCampaignId("campaign-" + number % CAMPAIGNS)
        .setChannel(CHANNELS.get(number % CHANNELS.size()))
        .setOtherChannels(List.of(CHANNELS.get((number + 1) % CHANNELS.size())))
        .setValueMinor(like.getValueMinor() + 10L * (number % 7));
  }

  private static Offer.Builder ruled(Offer.Builder offer, int number) {
    return offer
        .setLever(number % 9 == 0 ? 1.2 : 1)
        .setEligibility(condition(number % CAMPAIGNS))
        .setExclusionGroup(number % 5 == 0 ? "group-" + number % 4 : "")
        .setInventory(number % 10 == 0 ? 1_000_000L : null);
  }

  private static String condition(int campaign) {
    return switch (campaign % 4) {
      case 0 -> "";
      case 1 -> "score.churn > 0.%d || customer.purchases >= %d".formatted(campaign, campaign);
      case 2 -> "feature.purchases_30d < %d && customer.clicks > 1".formatted(campaign + 10);
      default -> "now.hour >= 6 && customer.daysSincePurchase < %d.0".formatted(10 * campaign);
    };
  }

  /** Returns the policy that belongs to the offers. */
  Policy policy() {
    return Policy.newBuilder()
        .setName("default")
        .setVersion("bench")
        .setUpdatedAt(Workload.START)
        .setAlerts(AlertRules.newBuilder().build())
        .setOffers(rules())
        .setRanking(ranking())
        .build();
  }

  private boolean isSimple() {
    return size <= Workload.offers().size();
  }

  private OfferRules rules() {
    OfferRules rules = OfferRules.newBuilder().build();
    if (free) {
      rules.setCapCount(MOST_CONTACTS);
      rules.setCapHours(1);
      rules.setQuietUntilMinute(rules.getQuietFromMinute());
      rules.setJustBoughtDays(0);
      rules.setHoldoutShare(0);
    } else if (!isSimple()) {
      rules.setCampaignCap(new FrequencyCap(1, 72));
      rules.setChannelCaps(List.of(new ChannelCap("push", 1, 24), new ChannelCap("email", 2, 168)));
    }
    return rules;
  }

  private RankingRules ranking() {
    boolean learned = !free && !isSimple();
    return RankingRules.newBuilder()
        .setRanking(learned ? Ranking.LEARNED : Ranking.STATIC)
        .setDiversity(learned ? 0.5 : 0)
        .build();
  }
}
