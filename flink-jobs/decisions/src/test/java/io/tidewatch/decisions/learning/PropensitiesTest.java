package io.tidewatch.decisions.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferBelief;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PropensitiesTest {
  private static final long DAY = Examples.DAY;
  private static final long START = Examples.START;
  private static final LearningInputs USUAL = new LearningInputs(0.1, 0.5, 4);
  private static final LearningRules NEVER_FORGETTING =
      new LearningRules(Duration.ofDays(1_000_000), Duration.ofDays(1_000_000), Duration.ofDays(7));

  private final Propensities learned = new Propensities(LearningRules.DEFAULT);

  @Test
  void learnsWhoAcceptsWhat() {
    Examples.planted(20_000, 1).forEach(learned::learn);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 50; i++) {
      LearningInputs inputs = Examples.inputs(random);
      for (String offer : List.of("liked", "disliked")) {
        double truth = Activation.logistic(Examples.logOdds(offer, inputs));
        assertThat(activation(offer, inputs, START).propensity())
            .as("%s %s", offer, inputs)
            .isCloseTo(truth, within(0.07));
      }
    }
  }

  @Test
  void agreesWithTheMostLikelyWeightsOfAllOutcomesAtOnce() {
    List<LearningExample> examples = Examples.planted(600, 3);
    Propensities online = new Propensities(NEVER_FORGETTING);
    examples.forEach(online::learn);
    PosteriorMode batch = PosteriorMode.of(examples);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 50; i++) {
      LearningInputs inputs = Examples.inputs(random);
      for (String offer : List.of("liked", "disliked")) {
        assertThat(online.activation("spring", offer, inputs, START).mean())
            .isCloseTo(batch.logOdds(offer, inputs), within(0.15));
      }
    }
  }

  @Test
  void beginsWithTheOrderOfAffinities() {
    double likely = activation("a", new LearningInputs(0.2, 0.5, 4), START).propensity();
    double unlikely = activation("b", new LearningInputs(0.02, 0.5, 4), START).propensity();
    assertThat(likely).isGreaterThan(2 * unlikely);
  }

  @Test
  void believesOfANewOfferWhatIsTrueOfItsCampaign() {
    for (int i = 0; i < 300; i++) {
      learned.learn(Examples.example("old-" + i % 3, USUAL, i % 2 == 0, START + i));
    }
    Activation old = activation("old-1", USUAL, START);
    Activation newcomer = activation("new", USUAL, START);
    Activation elsewhere = learned.activation("autumn", "new", USUAL, START);
    assertThat(newcomer.propensity()).isGreaterThan(elsewhere.propensity());
    assertThat(newcomer.sd()).isGreaterThan(3 * old.sd()).isLessThan(elsewhere.sd());
  }

  @Test
  void forgetsWithTime() {
    Activation before = activation("liked", USUAL, START);
    for (int i = 0; i < 300; i++) {
      learned.learn(Examples.example("liked", USUAL, true, START));
    }
    Activation now = activation("liked", USUAL, START);
    Activation later = activation("liked", USUAL, START + 30 * DAY);
    Activation muchLater = activation("liked", USUAL, START + 10_000 * DAY);
    assertThat(now.mean()).isGreaterThan(before.mean() + 1);
    assertThat(later.mean()).isBetween(before.mean(), now.mean());
    assertThat(later.sd()).isBetween(now.sd(), before.sd());
    assertThat(muchLater.mean()).isCloseTo(before.mean(), within(1e-6));
    assertThat(muchLater.sd()).isCloseTo(before.sd(), within(1e-6));
  }

  @Test
  void learnsAnewAfterADrift() {
    for (int i = 0; i < 2_000; i++) {
      learned.learn(Examples.example("liked", USUAL, i % 2 == 0, START + i * DAY / 50));
    }
    long drift = START + 40 * DAY;
    for (int i = 0; i < 1_000; i++) {
      learned.learn(Examples.example("liked", USUAL, i % 20 == 0, drift + i * DAY / 50));
    }
    assertThat(activation("liked", USUAL, drift + 20 * DAY).propensity()).isLessThan(0.15);
  }

  @Property(tries = 200)
  void staysSureOfSomethingAndLessThanBefore(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Propensities propensities = new Propensities(LearningRules.DEFAULT);
    long at = START;
    for (int i = 0; i < 100; i++) {
      // Late outcomes too.
      at += random.nextLong(-DAY, 10 * DAY);
      String offer = "o" + random.nextInt(3);
      LearningInputs inputs = Examples.inputs(random);
      double before = propensities.activation("spring", offer, inputs, at).sd();
      propensities.learn(Examples.example(offer, inputs, random.nextBoolean(), at));
      double after = propensities.activation("spring", offer, inputs, at).sd();
      assertThat(after).isPositive().isLessThan(before + 1e-12);
    }
  }

  @Test
  void isTheSameAgainFromItsRecords() {
    Examples.planted(500, 5).forEach(learned::learn);
    Propensities restored = new Propensities(LearningRules.DEFAULT);
    learned.records().forEach(restored::restore);
    assertThat(restored.records()).isEqualTo(learned.records()).hasSize(4);
    assertThat(restored.activation("spring", "liked", USUAL, START + DAY))
        .isEqualTo(learned.activation("spring", "liked", USUAL, START + DAY));
    assertThat(restored.outcomes("liked")).isEqualTo(250);
  }

  @Test
  void saysTheSameOfAllOffersAtOnce() {
    List<Offer> live = List.of(Examples.offer("liked"), Examples.offer("disliked"));
    for (LearningExample example : Examples.planted(50, 8)) {
      learned.learn(example);
      LearningInputs inputs = example.offer().inputs();
      for (long at : new long[] {START, START + DAY}) {
        Outlook outlook = learned.outlook(live, at);
        assertThat(outlook.of(0, inputs)).isEqualTo(activation("liked", inputs, at));
        assertThat(outlook.of(1, inputs)).isEqualTo(activation("disliked", inputs, at));
      }
    }
    List<Offer> others = List.of(Examples.offer("disliked"));
    assertThat(learned.outlook(others, START).of(0, USUAL))
        .isEqualTo(activation("disliked", USUAL, START));
  }

  @Test
  void namesTheRecordsThatAnOutcomeChanges() {
    Examples.planted(10, 6).forEach(learned::learn);
    assertThat(learned.records(Propensities.keys("spring", "liked")))
        .extracting(OfferBelief::getKey)
        .containsExactly("campaign/spring", "offer/liked", "shared");
  }

  @Test
  void refusesWhatWasLearnedFromOtherInputs() {
    Examples.planted(2, 7).forEach(learned::learn);
    OfferBelief record = learned.records().iterator().next();
    record.setInputs(List.of("one", "colour"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Propensities(LearningRules.DEFAULT).restore(record))
        .withMessageContaining("campaign/spring was learned from the inputs [one, colour]")
        .withMessageContaining("learn again");
  }

  private Activation activation(String offerId, LearningInputs inputs, long at) {
    return learned.activation("spring", offerId, inputs, at);
  }
}
