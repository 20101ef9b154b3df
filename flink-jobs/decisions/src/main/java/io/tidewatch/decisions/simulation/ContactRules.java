package io.tidewatch.decisions.simulation;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.decisions.LiveOffers;
import io.tidewatch.decisions.OfferDecision;
import io.tidewatch.decisions.Prospects;
import io.tidewatch.decisions.RankedOffers;
import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.decisions.learning.Activation;
import io.tidewatch.decisions.learning.LearningInputs;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.SuppressionReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Says to which offers nothing is opposed, by the rules that the job applies. One thread. */
final class ContactRules {
  private static final ChurnScore UNSCORED = new ChurnScore(0, 0, 0);

  private final float[] features = new float[FeatureCatalogue.size()];
  private final LiveOffers live;
  private final RankedOffers offerPolicy = new RankedOffers();
  private final Policy policy =
      Policy.newBuilder()
          .setName("default")
          .setVersion("simulated")
          .setUpdatedAt(Instant.EPOCH)
          .setAlerts(AlertRules.newBuilder().build())
          .setOffers(OfferRules.newBuilder().build())
          .build();

  ContactRules(List<Offer> offers) {
    this.live = new LiveOffers(offers);
  }

  /**
   * What may be made at one moment.
   *
   * @param offers those to which nothing is opposed, in order of their ids
   * @param heldBack how many others each reason holds back
   */
  record Open(List<Offer> offers, Map<SuppressionReason, Integer> heldBack) {}

  Open open(String customerId, CustomerState state, long atMicros) {
    FeatureCatalogue.vector(state, atMicros, features);
    OfferDecision decision =
        offerPolicy.decide(
            new DecisionPoint(customerId, "", state, atMicros, features, UNSCORED),
            live.at(atMicros),
            policy,
            offer -> true,
            new Prospects() {
              @Override
              public double affinity(Offer offer) {
                return 0;
              }

              @Override
              public Activation acceptance(Offer offer, LearningInputs inputs) {
                throw new IllegalStateException("ranking is static");
              }
            });
    List<Offer> open = new ArrayList<>();
    Map<SuppressionReason, Integer> heldBack = new EnumMap<>(SuppressionReason.class);
    for (int i = 0; i < decision.live().size(); i++) {
      SuppressionReason reason = decision.verdicts().reasons().get(i);
      if (reason == SuppressionReason.UNKNOWN || reason == SuppressionReason.OUTRANKED) {
        open.add(decision.live().get(i));
      } else {
        heldBack.merge(reason, 1, Integer::sum);
      }
    }
    return new Open(open, heldBack);
  }

  /** Lets the customer's caps count an offer. */
  void made(Offer offer, CustomerState state, long atMicros) {
    state.contacted(offer, offer.getChannel(), atMicros);
  }
}
