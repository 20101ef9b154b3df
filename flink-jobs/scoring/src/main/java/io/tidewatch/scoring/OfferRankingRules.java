package io.tidewatch.scoring;

import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.Ranking;
import io.tidewatch.schemas.RankingRules;
import io.tidewatch.scoring.ControlRules.Broken;
import java.util.Optional;

/** The rules for how a policy ranks offers, as checks. */
final class OfferRankingRules {
  private static final int MAX_WEIGHTS = 16;

  private OfferRankingRules() {}

  /** Returns the first rule that they break. */
  static Optional<Broken> check(RankingRules rules) {
    return ControlRules.first(
        ControlRules.holds(
            rules.getRanking() != Ranking.UNKNOWN,
            DeadLetterReason.BAD_TEXT,
            "ranking.ranking",
            rules.getRanking(),
            "STATIC or LEARNED"),
        ControlRules.share("ranking.explorationFloor", rules.getExplorationFloor()),
        ControlRules.factor("ranking.explorationWidth", rules.getExplorationWidth(), 1),
        ControlRules.share("ranking.diversity", rules.getDiversity()),
        ControlRules.number(
            "ranking.diversityHalfLifeHours",
            rules.getDiversityHalfLifeHours(),
            1,
            ControlRules.MAX_HOURS),
        ControlRules.holds(
            rules.getContextWeights().size() <= MAX_WEIGHTS,
            DeadLetterReason.BAD_TEXT,
            "ranking.contextWeights",
            rules.getContextWeights().size() + " items",
            "at most " + MAX_WEIGHTS + " items"),
        rules.getContextWeights().stream()
            .flatMap(
                weight ->
                    ControlRules.id("ranking.contextWeights.channel", weight.getChannel())
                        .or(
                            () ->
                                ControlRules.factor(
                                    "ranking.contextWeights.weight",
                                    weight.getWeight(),
                                    ControlRules.MAX_FACTOR))
                        .stream())
            .findFirst());
  }
}
