package io.tidewatch.training.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Customers of two kinds and three offers whose values and probabilities of acceptance are known.
 */
final class OfferLogTest {
  private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
  private static final int DECISIONS = 5_000;
  private static final long[] VALUES = {100, 200, 400};
  private static final double[][] ACCEPTANCE = {{0.6, 0.3, 0.25}, {0.2, 0.05, 0.02}};
  private static final double[] LOGGED = {0.5, 0.3, 0.2};

  static {
    // Avro builds only classes of the catalogue.
    Topic.values();
  }

  private final Random random = new Random(1);
  private final OfferLog log = new OfferLog(3);

  @Test
  void estimatesHoldTheTruthOfPoliciesThatWereNeverTried() {
    fill(DECISIONS, LOGGED);

    double random = truth(kind -> Arrays.stream(worth(kind)).average().orElseThrow());
    assertHolds(log.judge(JudgedPolicy.RANDOM, 400, 1), random);
    double value = truth(kind -> worth(kind)[2]);
    assertHolds(log.judge(JudgedPolicy.VALUE, 400, 1), value);
  }

  private static void assertHolds(OfferLogReport report, double truth) {
    for (Estimator estimator : List.of(Estimator.IPS, Estimator.SNIPS, Estimator.DOUBLY_ROBUST)) {
      assertThat(report.estimates().of(estimator).contains(truth))
          .as(report.policy() + " " + estimator + " " + report.estimates() + " holds " + truth)
          .isTrue();
    }
    assertThat(report.estimates().meanWeight()).isEqualTo(1, within(0.1));
  }

  @Test
  void whatIsLearnedFromTheLogBeatsIt() {
    fill(DECISIONS, LOGGED);

    OfferLogReport report = log.judge(JudgedPolicy.LEARNED, 400, 1);

    double best = truth(kind -> Arrays.stream(worth(kind)).max().orElseThrow());
    double logged = truth(kind -> CrossFit.mean(LOGGED, worth(kind)));
    assertThat(report.logged().contains(logged)).isTrue();
    assertThat(report.difference().low()).isPositive();
    assertThat(report.estimates().of(Estimator.DOUBLY_ROBUST).value())
        .isEqualTo(best, within(0.15 * best));
    assertThat(report.difference().value())
        .isEqualTo(
            report.estimates().of(Estimator.DOUBLY_ROBUST).value() - report.logged().value(),
            within(1e-6));
  }

  @Test
  void refusesALogThatNeverTriedAnythingElse() {
    double[] one = {1, 0, 0};
    fill(500, one);

    assertThatThrownBy(() -> log.judge(JudgedPolicy.RANDOM, 100, 1))
        .isInstanceOf(NoOverlapException.class)
        .hasMessageContaining("policy random: 67 % of its choices are offers")
        .hasMessageContaining("Let it explore");
  }

  @Test
  void refusesALogThatIsWorthTooLittle() {
    fill(500, new double[] {0.8, 0.19, 0.01});

    assertThatThrownBy(() -> log.judge(JudgedPolicy.VALUE, 100, 1))
        .isInstanceOf(NoOverlapException.class)
        .hasMessageContaining("its 500 decisions are worth")
        .hasMessageContaining("at least 100 are needed");
  }

  @Test
  void countsWhatItLeavesOut() {
    fill(DECISIONS, LOGGED);
    decide("young", 0, 0, LOGGED, START.plus(Duration.ofDays(29)));
    DecisionRecord unknown = record("unknown", "c", 0, 0, START);
    log.decision(unknown);

    OfferLogReport report = log.judge(JudgedPolicy.RANDOM, 100, 1);

    assertThat(report.leftOut()).isEqualTo(2);
    assertThat(report.estimates().decisions()).isEqualTo(DECISIONS);
    assertThat(report.offers()).isEqualTo(3);
  }

  @Test
  void saysThatOutcomesMustNameDecisions() {
    for (int i = 0; i < 10; i++) {
      decide("d" + i, 0, 0, LOGGED, START);
    }
    tick();

    assertThatThrownBy(() -> log.judge(JudgedPolicy.RANDOM, 100, 1))
        .hasMessageContaining("of 10 offers whose 3 days are over 0 were accepted")
        .hasMessageContaining("Do outcomes name the decisionId");
  }

  private interface OfKind {
    double of(int kind);
  }

  private static double truth(OfKind value) {
    return (value.of(0) + value.of(1)) / 2;
  }

  private static double[] worth(int kind) {
    double[] worth = new double[VALUES.length];
    Arrays.setAll(worth, offer -> VALUES[offer] * ACCEPTANCE[kind][offer]);
    return worth;
  }

  private void fill(int decisions, double[] propensities) {
    for (int i = 0; i < decisions; i++) {
      int kind = random.nextInt(2);
      double unit = random.nextDouble();
      int made = unit < propensities[0] ? 0 : unit < propensities[0] + propensities[1] ? 1 : 2;
      if (random.nextDouble() < ACCEPTANCE[kind][made]) {
        log.outcome(outcome("d" + i, START.plus(Duration.ofDays(1))));
      }
      decide("d" + i, kind, made, propensities, START);
      decide("d" + i, kind, made, propensities, START);
    }
    tick();
  }

  /** Time goes on. */
  private void tick() {
    log.outcome(outcome("other", START.plus(Duration.ofDays(30))));
  }

  private void decide(String id, int kind, int made, double[] propensities, Instant at) {
    for (int offer = 0; offer < VALUES.length; offer++) {
      log.offer(offer(offer));
    }
    log.made(
        NextBestOffer.newBuilder()
            .setDecisionId(id)
            .setCustomerId("customer-" + id)
            .setDecidedAt(at)
            .setOfferId("offer-" + made)
            .setCampaignId("spring")
            .setChannel("email")
            .setLocale("en")
            .setExpiresAt(at)
            .setAffinity(0.5f)
            .setExpectedValueMinor(50)
            .setPropensity((float) propensities[made])
            .setCurrency("USD")
            .setTriggerEventId("e")
            .setModel(new ModelRef("recommender", "1", "0"))
            .setPolicyVersion("1")
            .setFeatureDigest("0")
            .build());
    log.decision(record(id, "customer-" + id, kind, made, at));
  }

  private static DecisionRecord record(String id, String customer, int kind, int made, Instant at) {
    List<String> offerIds = new ArrayList<>(List.of("forbidden"));
    List<SuppressionReason> reasons = new ArrayList<>(List.of(SuppressionReason.CONSENT));
    for (int offer = 0; offer < VALUES.length; offer++) {
      offerIds.add("offer-" + offer);
      reasons.add(offer == made ? SuppressionReason.UNKNOWN : SuppressionReason.OUTRANKED);
    }
    return DecisionRecord.newBuilder()
        .setDecisionId(id)
        .setCustomerId(customer)
        .setDecidedAt(at)
        .setKind(DecisionKind.OFFER)
        .setOfferId("offer-" + made)
        .setOffer(offer(made))
        .setOfferIds(offerIds)
        .setReasons(reasons)
        .setFeatures(List.of((float) kind, 1f))
        .setCatalogueDigest("0")
        .setChurn(0.5f)
        .setPurchase7(0.1f)
        .setExpectedSpendMinor(100)
        .setModels(List.of())
        .setPolicyVersion("1")
        .build();
  }

  private static Offer offer(int number) {
    return Offer.newBuilder()
        .setOfferId("offer-" + number)
        .setUpdatedAt(START)
        .setCampaignId("spring")
        .setName("Tulips")
        .setCategories(List.of("flowers"))
        .setValueMinor(VALUES[number])
        .setCurrency("USD")
        .setValidFrom(START)
        .setValidUntil(START.plus(Duration.ofDays(90)))
        .setChannel("email")
        .build();
  }

  private static OfferOutcome outcome(String decisionId, Instant at) {
    return OfferOutcome.newBuilder()
        .setEventId(decisionId + "|accepted")
        .setCustomerId("customer-" + decisionId)
        .setOccurredAt(at)
        .setKind(OutcomeKind.ACCEPTED)
        .setOfferId("offer")
        .setDecisionId(decisionId)
        .build();
  }
}
