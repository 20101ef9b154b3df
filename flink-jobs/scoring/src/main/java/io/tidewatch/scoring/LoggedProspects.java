package io.tidewatch.scoring;

import io.tidewatch.decisions.Prospects;
import io.tidewatch.decisions.learning.Activation;
import io.tidewatch.decisions.learning.Contender;
import io.tidewatch.decisions.learning.Contenders;
import io.tidewatch.decisions.learning.LearningInputs;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.SuppressionReason;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What was believed at a decision, as its record has it: beliefs go on changing, so they cannot be
 * computed again. The recommender's part is.
 */
final class LoggedProspects implements Prospects {
  private final String decisionId;
  private final Map<String, Contender> contenders;
  private final ToDoubleFunction<Offer> affinities;

  LoggedProspects(DecisionRecord logged, ToDoubleFunction<Offer> affinities) {
    this.decisionId = logged.getDecisionId();
    this.contenders =
        contenders(logged).stream()
            .collect(Collectors.toMap(Contender::offerId, Function.identity()));
    this.affinities = affinities;
  }

  /** Returns the offers that learned ranking chose among; empty where ranking was static. */
  static Contenders contenders(DecisionRecord logged) {
    int known = logged.getWeightsMinor().size();
    Contenders contenders = new Contenders(known);
    for (int i = 0; contenders.size() < known; i++) {
      SuppressionReason reason = logged.getReasons().get(i);
      if (reason == SuppressionReason.UNKNOWN || reason == SuppressionReason.OUTRANKED) {
        int next = contenders.size();
        String offerId = logged.getOfferIds().get(i);
        contenders.add(
            offerId,
            Contender.drawKeyOf(offerId),
            logged.getWeightsMinor().get(next),
            new Activation(logged.getLogOdds().get(next), logged.getDeviations().get(next)));
      }
    }
    return contenders;
  }

  /** Returns whether it is recorded what was believed of an offer. */
  boolean knows(Offer offer) {
    return contenders.containsKey(offer.getOfferId());
  }

  @Override
  public double affinity(Offer offer) {
    return affinities.applyAsDouble(offer);
  }

  @Override
  public Activation acceptance(Offer offer, LearningInputs inputs) {
    Contender contender = contenders.get(offer.getOfferId());
    if (contender == null) {
      throw new IllegalArgumentException(
          "decision %s: made again, offer %s may be made, but it is not among the contenders that were logged"
              .formatted(decisionId, offer.getOfferId()));
    }
    return contender.activation();
  }
}
