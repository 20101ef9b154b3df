package io.tidewatch.decisions;

import io.tidewatch.decisions.learning.Activation;
import io.tidewatch.decisions.learning.LearningInputs;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.Propensities;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Offers for tests. */
final class Offers {
  static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
  static final Instant UNTIL = Instant.parse("2026-04-01T00:00:00Z");

  private Offers() {}

  /** A policy with these rules, and static ranking. */
  static Policy policy(OfferRules rules) {
    return Policy.newBuilder()
        .setName("default")
        .setVersion("test")
        .setUpdatedAt(FROM)
        .setAlerts(AlertRules.newBuilder().build())
        .setOffers(rules)
        .build();
  }

  /** Affinities as given, and beliefs of which nothing was learned. */
  static Prospects prospects(ToDoubleFunction<Offer> affinities) {
    return prospects(affinities, new Propensities(LearningRules.DEFAULT));
  }

  static Prospects prospects(ToDoubleFunction<Offer> affinities, Propensities beliefs) {
    return new Prospects() {
      @Override
      public double affinity(Offer offer) {
        return affinities.applyAsDouble(offer);
      }

      @Override
      public Activation acceptance(Offer offer, LearningInputs inputs) {
        return beliefs.activation(
            offer.getCampaignId(), offer.getOfferId(), inputs, Customers.micros(FROM));
      }
    };
  }

  static Offer.Builder offer(String id) {
    return Offer.newBuilder()
        .setOfferId(id)
        .setUpdatedAt(FROM)
        .setCampaignId("campaign")
        .setName("Offer " + id)
        .setCategories(List.of("coffee"))
        .setValueMinor(1_000)
        .setCurrency("USD")
        .setValidFrom(FROM)
        .setValidUntil(UNTIL)
        .setPurpose(ConsentPurpose.MARKETING)
        .setChannel("email")
        .setLocales(List.of())
        .setSegments(List.of());
  }
}
