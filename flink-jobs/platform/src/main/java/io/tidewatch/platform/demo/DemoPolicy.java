package io.tidewatch.platform.demo;

import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Ranking;
import io.tidewatch.schemas.RankingRules;
import io.tidewatch.schemas.RetentionAction;
import io.tidewatch.schemas.RetentionRules;
import java.time.Instant;
import java.util.List;

/**
 * The rules that the demo pushes: the defaults of the schemas, offers ranked by what was learned,
 * and retention actions. What the actions do, is made up; costs and budget suit what its households
 * spend.
 */
public final class DemoPolicy {
  private DemoPolicy() {}

  /**
   * Returns the policy "default".
   *
   * @param at when it was written
   */
  public static Policy at(Instant at) {
    return Policy.newBuilder()
        .setName("default")
        .setVersion("demo-1")
        .setUpdatedAt(at)
        .setAlerts(AlertRules.newBuilder().setRetention(retention()).build())
        .setOffers(OfferRules.newBuilder().build())
        .setRanking(RankingRules.newBuilder().setRanking(Ranking.LEARNED).setDiversity(0.5).build())
        .build();
  }

  /** Returns the retention actions of the demo. */
  static RetentionRules retention() {
    return RetentionRules.newBuilder()
        .setActions(
            List.of(
                new RetentionAction("e-mail", 0.05, 5L, 0.0),
                new RetentionAction("coupon-1-dollar", 0.15, 100L, 0.0),
                new RetentionAction("discount-10-percent", 0.25, 0L, 0.1)))
        .setMargin(0.3)
        .setDailyBudgetMinor(500)
        .setCurrency("USD")
        .build();
  }
}
