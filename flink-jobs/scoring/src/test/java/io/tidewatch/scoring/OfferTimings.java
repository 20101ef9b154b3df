package io.tidewatch.scoring;

import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.Propensities;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferBelief;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Ranking;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * CPU time of an event that is a decision on offers, by what the offers ask for: visits of
 * customers who consent, small models, state on the heap. To be run by hand:
 *
 * <pre>{@code
 * mvn -pl flink-jobs/scoring test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.tidewatch.scoring.OfferTimings -Dexec.args="200"
 * }</pre>
 *
 * Argument: offers.
 */
final class OfferTimings {
  private static final int CUSTOMERS = 2_000;
  private static final int DECISIONS = 60_000;
  private static final Duration GAP = Duration.ofSeconds(2); // half an hour and more for each

  private OfferTimings() {}

  public static void main(String[] args) throws Exception {
    int offers = Integer.parseInt(args[0]);
    System.out.printf("%-44s %12s%n", "offers", "us/decision");
    run("none", 0, i -> "", 16, Ranking.STATIC);
    run(offers + ", the customer is capped", offers, i -> "", 0, Ranking.STATIC);
    run(offers + ", no conditions", offers, i -> "", 16, Ranking.STATIC);
    run(offers + ", 10 conditions", offers, i -> condition(i % 10), 16, Ranking.STATIC);
    run(offers + ", a condition each", offers, OfferTimings::condition, 16, Ranking.STATIC);
    run(offers + ", no conditions, learned", offers, i -> "", 16, Ranking.LEARNED);
  }

  private static String condition(int number) {
    return "score.churn > 0.%d || (feature.purchases_30d < %d && customer.locale.startsWith('en'))"
        .formatted(90 + number % 10, number + 1);
  }

  private static void run(
      String name, int offers, IntFunction<String> condition, int cap, Ranking ranking)
      throws Exception {
    Bundling bundling = new Bundling(256, Duration.ofMillis(5), CUSTOMERS, CUSTOMERS);
    try (CustomerHarness operator = new CustomerHarness(Ordering.ARRIVAL, bundling, 1, 0)) {
      operator.start(Optional.empty());
      Policy policy = TestEvents.policy();
      policy.getOffers().setCapCount(cap);
      policy.getOffers().setCapHours(1);
      policy.setScoreLogShare(0);
      policy.getRanking().setRanking(ranking);
      operator.apply(policy);
      for (int i = 0; i < offers; i++) {
        Offer offer = TestEvents.offer("offer-" + (1_000 + i), "coffee", 100 + i);
        operator.apply(Offer.newBuilder(offer).setEligibility(condition.apply(i)).build());
      }
      learn(operator, offers);
      operator.serve(TestModels.churn());
      operator.serve(TestModels.recommender());
      for (int i = 0; i < CUSTOMERS; i++) {
        operator.event(TestEvents.profile("profile" + i, "c" + i, TestEvents.START));
      }
      long start = 0;
      Instant at = TestEvents.START;
      for (int i = 0; i < DECISIONS; i++) {
        if (i == DECISIONS / 2) {
          start = cpu();
        }
        at = at.plus(GAP);
        operator.event(TestEvents.click("e" + i, "c" + i % CUSTOMERS, at));
        if (i % 500 == 0) {
          operator.forgetOutput();
        }
      }
      operator.beforeCheckpoint();
      System.out.printf("%-44s %12.1f%n", name, (cpu() - start) / 1_000.0 / (DECISIONS / 2));
    }
  }

  /** Twenty outcomes of each offer. */
  private static void learn(CustomerHarness operator, int offers) throws Exception {
    Propensities learned = new Propensities(LearningRules.DEFAULT);
    Random random = new Random(1);
    for (int i = 0; i < 20 * offers; i++) {
      String offerId = "offer-" + (1_000 + random.nextInt(offers));
      learned.learn(
          TestBeliefs.example("d" + i, offerId, random.nextInt(5) == 0, TestEvents.START));
    }
    for (OfferBelief belief : learned.records()) {
      operator.control(TestBeliefs.message(belief));
    }
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
