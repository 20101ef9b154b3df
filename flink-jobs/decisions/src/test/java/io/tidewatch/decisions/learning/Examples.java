package io.tidewatch.decisions.learning;

import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Examples for tests, with a planted propensity. */
final class Examples {
  static final long DAY = 86_400_000_000L;
  static final long START = 20_000 * DAY;

  private Examples() {}

  static LearningExample example(String offerId, LearningInputs inputs, boolean accepted, long at) {
    return new LearningExample(
        new OfferMade("d-" + at, "spring", offerId, at, inputs), accepted, at);
  }

  /** The true log-odds in {@link #planted}. */
  static double logOdds(String offerId, LearningInputs inputs) {
    double[] x = inputs.vector();
    double level = offerId.equals("liked") ? -0.5 : -2.5;
    return level + 0.7 * x[1] + (offerId.equals("liked") ? 1 : -1) * x[2];
  }

  /** So many outcomes of two offers, a minute apart. */
  static List<LearningExample> planted(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LearningExample> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String offerId = i % 2 == 0 ? "liked" : "disliked";
      LearningInputs inputs = inputs(random);
      boolean accepted = random.nextDouble() < Activation.logistic(logOdds(offerId, inputs));
      examples.add(example(offerId, inputs, accepted, START + i * 60_000_000L));
    }
    return examples;
  }

  /** An offer of the campaign of all examples. */
  static Offer offer(String offerId) {
    Instant at = Micros.toInstant(START);
    return Offer.newBuilder()
        .setOfferId(offerId)
        .setUpdatedAt(at)
        .setCampaignId("spring")
        .setName(offerId)
        .setCategories(List.of("tea"))
        .setValueMinor(1_000)
        .setCurrency("USD")
        .setValidFrom(at)
        .setValidUntil(at.plusSeconds(1))
        .setChannel("email")
        .build();
  }

  static LearningInputs inputs(SplittableRandom random) {
    return new LearningInputs(0.3 * random.nextDouble(), random.nextDouble(), random.nextInt(10));
  }
}
