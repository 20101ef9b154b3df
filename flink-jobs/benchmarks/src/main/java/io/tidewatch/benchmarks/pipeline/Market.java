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
 */
final class Market {
  private static final int CAMPAIGNS = 20;
  private static final List<String> CHANNELS = List.of("email", "push", "web");

  private Market() {}

  /** Returns so many offers, always the same. */
  static List<Offer> offers(int count) {
    List<Offer> simple = Workload.offers();
    if (count <= simple.size()) {
      return simple.subList(0, count);
    }
    List<Offer> offers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      offers.add(offer(simple.get(i % simple.size()), i));
    }
    return offers;
  }

  private static Offer offer(Offer like, int number) {
    return Offer.newBuilder(like)
        .setOfferId("market-%03d".formatted(number))
        .setCampaignId("campaign-" + number % CAMPAIGNS)
        .setChannel(CHANNELS.get(number % CHANNELS.size()))
        .setOtherChannels(List.of(CHANNELS.get((number + 1) % CHANNELS.size())))
        .setValueMinor(like.getValueMinor() + 10L * (number % 7))
        .setLever(number % 9 == 0 ? 1.2 : 1)
        .setEligibility(condition(number % CAMPAIGNS))
        .setExclusionGroup(number % 5 == 0 ? "group-" + number % 4 : "")
        .setInventory(number % 10 == 0 ? 1_000_000L : null)
        .build();
  }

  private static String condition(int campaign) {
    return switch (campaign % 4) {
      case 0 -> "";
      case 1 -> "score.churn > 0.%d || customer.purchases >= %d".formatted(campaign, campaign);
      case 2 -> "feature.purchases_30d < %d && customer.clicks > 1".formatted(campaign + 10);
      default -> "now.hour >= 6 && customer.daysSincePurchase < %d.0".formatted(10 * campaign);
    };
  }

  /** Returns the policy that belongs to so many offers. */
  static Policy policy(int count) {
    boolean simple = count <= Workload.offers().size();
    OfferRules rules = OfferRules.newBuilder().build();
    if (!simple) {
      rules.setCampaignCap(new FrequencyCap(1, 72));
      rules.setChannelCaps(List.of(new ChannelCap("push", 1, 24), new ChannelCap("email", 2, 168)));
    }
    return Policy.newBuilder()
        .setName("default")
        .setVersion("bench")
        .setUpdatedAt(Workload.START)
        .setAlerts(AlertRules.newBuilder().build())
        .setOffers(rules)
        .setRanking(
            RankingRules.newBuilder()
                .setRanking(simple ? Ranking.STATIC : Ranking.LEARNED)
                .setDiversity(simple ? 0 : 0.5)
                .build())
        .build();
  }
}
