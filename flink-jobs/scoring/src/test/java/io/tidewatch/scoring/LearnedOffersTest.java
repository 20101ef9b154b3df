package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.decisions.learning.Learner;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.OfferMade;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferBelief;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Ranking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The operators of the job on customers whose preferences are planted: how readily an offer is
 * accepted has nothing to do with what the recommender and the values make of it.
 */
class LearnedOffersTest {
  private static final int CUSTOMERS = 300;
  private static final Map<String, Double> ACCEPTANCE =
      Map.of(
          "coffee-a",
          0.04,
          "coffee-b",
          0.35,
          "soap-a",
          0.03,
          "soap-b",
          0.04,
          "tea-a",
          0.05,
          "tea-new",
          0.1);
  private static final List<Offer> OFFERS =
      List.of(
          TestEvents.offer("coffee-a", "coffee", 500),
          TestEvents.offer("coffee-b", "coffee", 400),
          TestEvents.offer("soap-a", "soap", 500),
          TestEvents.offer("soap-b", "soap", 450),
          TestEvents.offer("tea-a", "tea", 480));

  /** What came of a run. */
  private static final class Run implements AutoCloseable {
    private final LearningLoop loop;
    private final SplittableRandom random = new SplittableRandom(5);
    private final List<NextBestOffer> made = new ArrayList<>();
    private final List<OfferOutcome> outcomes = new ArrayList<>();
    private final List<Event> answers = new ArrayList<>();
    private long rewardMinor; // of the day at hand

    Run(Ranking ranking) throws Exception {
      loop = new LearningLoop(policy(ranking), OFFERS);
      for (int c = 0; c < CUSTOMERS; c++) {
        loop.event(TestEvents.profile("p" + c, "c" + c, day(-10)));
        String category = TestModels.VOCABULARY.get(1 + c % 3);
        loop.event(TestEvents.purchase("b" + c, "c" + c, day(-9.5), category));
      }
      loop.passes(day(-9));
    }

    /** Every customer comes once, and answers the next day what was offered. */
    long live(int number) throws Exception {
      Instant morning = day((double) number);
      for (Event answer : answers) {
        loop.event(answer);
      }
      answers.clear();
      for (int c = 0; c < CUSTOMERS; c++) {
        loop.event(
            TestEvents.click("v" + number + "/" + c, "c" + c, morning.plus(Duration.ofSeconds(c))));
      }
      rewardMinor = 0;
      for (NextBestOffer offer : loop.passes(day(number + 0.5))) {
        made.add(offer);
        answer(offer, day(number + 0.6));
      }
      return rewardMinor;
    }

    private void answer(NextBestOffer offer, Instant at) {
      boolean accepted = random.nextDouble() < ACCEPTANCE.get(offer.getOfferId());
      rewardMinor += accepted ? offer.getArbitration().getValueMinor() : 0;
      Event answer =
          TestEvents.outcome(
              "o" + offer.getDecisionId(),
              offer.getCustomerId(),
              at,
              offer.getDecisionId(),
              offer.getOfferId(),
              accepted ? OutcomeKind.ACCEPTED : OutcomeKind.DELIVERED);
      answers.add(answer);
      outcomes.add((OfferOutcome) answer.record());
    }

    @Override
    public void close() throws Exception {
      loop.close();
    }
  }

  private static Policy policy(Ranking ranking) {
    Policy policy = TestEvents.policy();
    policy.getOffers().setCapCount(16);
    policy.getOffers().setCapHours(1);
    policy.getOffers().setJustBoughtDays(0);
    policy.setScoreLogShare(0);
    policy.getRanking().setRanking(ranking);
    return policy;
  }

  @Test
  void bringsMoreThanStaticRankingWhereTastesArePlanted() throws Exception {
    long learned = 0;
    long ranked = 0;
    try (Run learning = new Run(Ranking.LEARNED);
        Run fixed = new Run(Ranking.STATIC)) {
      for (int day = 0; day < 20; day++) {
        learned += learning.live(day);
        ranked += fixed.live(day);
      }
      assertThat(learning.made).hasSameSizeAs(fixed.made).hasSize(20 * CUSTOMERS);
    }
    assertThat(learned).as("static ranking brought %d", ranked).isGreaterThan(ranked * 12 / 10);
  }

  @Test
  void decidesTheSameAfterARestartAndALossOfTheLearner() throws Exception {
    try (Run undisturbed = new Run(Ranking.LEARNED);
        Run disturbed = new Run(Ranking.LEARNED)) {
      for (int day = 0; day < 12; day++) {
        undisturbed.live(day);
        if (day == 5 || day == 9) {
          disturbed.loop.restart();
        }
        if (day == 7) {
          disturbed.loop.loseLearner();
        }
        disturbed.live(day);
      }
      assertThat(disturbed.made).isEqualTo(undisturbed.made);
      assertThat(disturbed.loop.topic()).isEqualTo(undisturbed.loop.topic()).hasSize(7);
    }
  }

  @Test
  void whatItBelievesIsRebuiltFromOffersAndOutcomesBitForBit() throws Exception {
    try (Run run = new Run(Ranking.LEARNED)) {
      for (int day = 0; day < 10; day++) {
        run.live(day);
      }
      Learner rebuilt =
          Learner.rebuilt(
              LearningRules.DEFAULT,
              run.made.stream().map(OfferMade::of).flatMap(Optional::stream).toList(),
              run.outcomes,
              Micros.of(day(9.5)));
      assertThat(new ArrayList<OfferBelief>(rebuilt.propensities().records()))
          .isEqualTo(run.loop.topic())
          .isNotEmpty();
    }
  }

  @Test
  void logsTheProbabilityWithWhichEachOfferWasChosen() throws Exception {
    try (Run run = new Run(Ranking.LEARNED)) {
      for (int day = 0; day < 10; day++) {
        run.live(day);
      }
      double floor = 0.01 / OFFERS.size();
      assertThat(run.made)
          .allSatisfy(
              offer -> assertThat((double) offer.getPropensity()).isBetween(floor - 1e-6, 1.0));
      // One over the probability of what was chosen, summed, counts every offer as often as there
      // were decisions.
      Map<String, Double> counted =
          run.made.stream()
              .collect(
                  Collectors.groupingBy(
                      NextBestOffer::getOfferId,
                      Collectors.summingDouble(offer -> 1 / offer.getPropensity())));
      assertThat(counted.get("coffee-b")).isBetween(0.8 * run.made.size(), 1.2 * run.made.size());
    }
  }

  @Test
  void givesNewCustomersNeitherNothingNorAlwaysTheSame() throws Exception {
    try (Run run = new Run(Ranking.LEARNED)) {
      for (int c = 0; c < 200; c++) {
        run.loop.event(TestEvents.profile("np" + c, "new" + c, day(0)));
        run.loop.event(TestEvents.click("nv" + c, "new" + c, day(0.1)));
      }
      List<NextBestOffer> made = run.loop.passes(day(0.2));
      assertThat(made).hasSize(200);
      Map<String, Long> counts =
          made.stream()
              .map(NextBestOffer::getOfferId)
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      assertThat(counts)
          .hasSize(OFFERS.size())
          .allSatisfy((id, n) -> assertThat(n).isLessThan(180));
    }
  }

  @Test
  void givesANewOfferItsChance() throws Exception {
    try (Run run = new Run(Ranking.LEARNED)) {
      for (int day = 0; day < 8; day++) {
        run.live(day);
      }
      run.loop.offer(TestEvents.offer("tea-new", "tea", 480));
      // Beside one that is known to be worth twice as much: some in a thousand decisions are its.
      for (int day = 8; day < 12; day++) {
        run.live(day);
      }
      assertThat(run.made.subList(8 * CUSTOMERS, 12 * CUSTOMERS))
          .anyMatch(offer -> offer.getOfferId().equals("tea-new"));
    }
  }
}
