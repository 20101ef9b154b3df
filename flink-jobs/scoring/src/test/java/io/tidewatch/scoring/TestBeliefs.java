package io.tidewatch.scoring;

import io.tidewatch.decisions.learning.LearningExample;
import io.tidewatch.decisions.learning.LearningInputs;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.OfferMade;
import io.tidewatch.decisions.learning.Propensities;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.OfferBelief;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Beliefs and examples for tests. */
final class TestBeliefs {
  private TestBeliefs() {}

  /** Draws what was learned about one of some offers, or what they have in common. */
  static ControlMessage message(long seed, List<String> offerIds) {
    Random random = new Random(seed);
    Propensities learned = new Propensities(LearningRules.DEFAULT);
    for (int i = 0; i < 20; i++) {
      String offerId = offerIds.get(random.nextInt(offerIds.size()));
      learned.learn(
          example("d" + i, offerId, random.nextInt(4) == 0, TestEvents.day(random.nextInt(50))));
    }
    List<OfferBelief> beliefs = new ArrayList<>(learned.records());
    return message(beliefs.get(random.nextInt(beliefs.size())));
  }

  static ControlMessage message(OfferBelief belief) {
    try {
      ByteBuffer buffer = belief.toByteBuffer();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return new ControlMessage(Topic.OFFER_BELIEFS, belief.getKey(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static OfferMade made(String decisionId, String offerId, Instant at) {
    return new OfferMade(
        decisionId, "campaign", offerId, Micros.of(at), new LearningInputs(0.3, 0.4, 5));
  }

  /** An offer that was made three days before. */
  static LearningExample example(
      String decisionId, String offerId, boolean accepted, Instant knownAt) {
    long known = Micros.of(knownAt);
    long window = LearningRules.DEFAULT.attributionMicros();
    return new LearningExample(
        made(decisionId, offerId, Micros.toInstant(known - window)), accepted, known);
  }
}
