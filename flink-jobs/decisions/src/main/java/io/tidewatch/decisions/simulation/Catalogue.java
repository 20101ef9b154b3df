package io.tidewatch.decisions.simulation;

import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes up the offers: one or two categories each, values from about 2 to 20, some for few only.
 */
final class Catalogue {
  private final SplittableRandom random;
  private final long from;
  private final long until;

  Catalogue(SplittableRandom random, long from, long until) {
    this.random = random;
    this.from = from;
    this.until = until;
  }

  List<Offer> offers() {
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < Market.OFFERS; i++) {
      offers.add(offer(i));
    }
    return offers;
  }

  private Offer offer(int index) {
    int first = random.nextInt(Market.CATEGORIES);
    int second = random.nextInt(Market.CATEGORIES);
    int late = index - (Market.OFFERS - Market.LATE_OFFERS);
    long launch = late < 0 ? from : from + (until - from) / (Market.LATE_OFFERS + 2) * (late + 1);
    return Offer.newBuilder()
        .setOfferId(String.format("offer-%02d", index))
        .setUpdatedAt(Micros.toInstant(launch))
        .setCampaignId(Market.campaign(index))
        .setName("Offer " + index)
        .setCategories(
            first == second
                ? List.of(Market.category(first))
                : List.of(Market.category(first), Market.category(second)))
        .setValueMinor(Math.round(600 * Math.exp(0.5 * random.nextGaussian())))
        .setCurrency("EUR")
        .setValidFrom(Micros.toInstant(launch))
        .setValidUntil(Micros.toInstant(until))
        .setPurpose(ConsentPurpose.MARKETING)
        .setChannel("email")
        .setLocales(random.nextInt(5) == 0 ? List.of("de") : List.of())
        .setSegments(random.nextInt(5) == 0 ? List.of("families") : List.of())
        .build();
  }
}
