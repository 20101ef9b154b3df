package io.tidewatch.training.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.decisions.Holdout;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.CampaignHoldout;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.SuppressionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Customers buy with probability 0.2 to 0.6, as was expected of them; an offer adds 0.1. */
final class HoldoutStudyTest {
  private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
  private static final int CUSTOMERS = 6_000;
  private static final float SHARE = 0.3f;
  private static final float OF_SPRING = 0.2f;
  private static final long AMOUNT = 2_000;

  private final HoldoutStudy study = new HoldoutStudy(Holdout::contains, 28, Optional.empty());
  private final Policy policy = policy(SHARE, "salt");
  private final Random random = new Random(1);

  @Test
  void findsThePlantedEffect() {
    fill(customer -> true);

    HoldoutReport report = study.report();

    HoldoutReport.Effects all = report.all().orElseThrow();
    assertThat(report.trustworthy()).isTrue();
    assertThat(report.currency()).isEqualTo("USD");
    assertThat(all.offers()).isEqualTo(all.value().effect().treated());
    assertThat(all.accepted()).isEqualTo(all.offers());
    assertThat(all.conversion().effect().effect().contains(0.1)).isTrue();
    assertThat(all.value().effect().effect().contains(0.1 * AMOUNT)).isTrue();
    Cuped cuped = all.value().cuped().orElseThrow();
    assertThat(cuped.effect().effect().contains(0.1 * AMOUNT)).isTrue();
    assertThat(cuped.varianceSaved()).isBetween(0.02, 0.12);
    assertThat(report.campaigns()).containsOnlyKeys("spring");
  }

  @Test
  void seesThatHeldOutCustomersWereLost() {
    fill(customer -> !heldOut(customer) || random.nextDouble() < 0.8);

    HoldoutReport report = study.report();

    assertThat(report.all().orElseThrow().sampleRatio().mismatch()).isTrue();
    assertThat(report.trustworthy()).isFalse();
  }

  @Test
  void countsDeliveriesOnceAndPurchasesInTheWindowAlone() {
    for (int i = 0; i < 200; i++) {
      String customer = "c-" + i;
      decide(customer, START, policy);
      decide(customer, START, policy);
      buy(customer, START.minusSeconds(1), AMOUNT);
      buy(customer, START.plus(Duration.ofDays(1)), AMOUNT);
      buy(customer, START.plus(Duration.ofDays(1)), AMOUNT);
      buy(customer, START.plus(Duration.ofDays(29)), AMOUNT);
    }

    HoldoutReport.Effects all = study.report().all().orElseThrow();

    assertThat(all.offers()).isEqualTo(all.value().effect().treated());
    assertThat(all.value().effect().treatedMean()).isEqualTo(AMOUNT);
    assertThat(all.value().effect().controlMean()).isEqualTo(AMOUNT);
  }

  @Test
  void leavesOutCustomersWhoseDaysAreNotOver() {
    for (int i = 0; i < 300; i++) {
      decide("old-" + i, START, policy);
      decide("new-" + i, START.plus(Duration.ofDays(20)), policy);
    }
    buy("old-1", START.plus(Duration.ofDays(30)), AMOUNT);

    HoldoutReport.Effects all = study.report().all().orElseThrow();

    assertThat(all.tooYoung()).isEqualTo(300);
    assertThat(all.value().effect().treated() + all.value().effect().control()).isEqualTo(300);
  }

  @Test
  void countsOffersToCustomersWhoWereHeldOut() {
    for (int i = 0; i < 200; i++) {
      decide("c-" + i, START, policy);
    }
    DecisionRecord wrong = record("c-" + heldOutNumber(), START, policy, "wrong");
    wrong.setOffer(offer());
    study.decision(wrong);
    buy("c-1", START.plus(Duration.ofDays(30)), AMOUNT);

    assertThat(study.report().madeToHeldOut()).isEqualTo(1);
    assertThat(study.report().trustworthy()).isFalse();
  }

  @Test
  void judgesTheNewestLotAndSaysWhatItLeftOut() {
    for (int i = 0; i < 200; i++) {
      decide("c-" + i, START.minus(Duration.ofDays(10)), policy(0.5f, "older"));
      decide("c-" + i, START, policy);
    }
    buy("c-1", START.plus(Duration.ofDays(30)), AMOUNT);

    assertThat(study.report().salt()).isEqualTo("salt");
    assertThat(study.report().otherLots()).isEqualTo(200);
  }

  @Test
  void offersThatRulesForbidAreNoChance() {
    DecisionRecord forbidden = record("c", START, policy, "id");
    heldBack(forbidden, "o", SuppressionReason.CONSENT);
    study.decision(forbidden);

    assertThatThrownBy(study::report).hasMessageContaining("a group has less than 30 customers");
  }

  @Test
  void comparesACampaignWithItsOwnHoldoutAndLeavesOutWhoGetsNoOffersAtAll() {
    policy.getOffers().setCampaignHoldouts(List.of(new CampaignHoldout("spring", OF_SPRING)));
    int heldOutOfSpring = 0;
    int heldOutOfAll = 0;
    List<PurchaseEvent> purchases = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      String customer = "customer-" + i;
      boolean heldOut = heldOut(customer);
      boolean ofSpring = Holdout.contains(customer, "spring", "salt", OF_SPRING);
      DecisionRecord record = record(customer, START, policy, customer);
      study.offer(offer());
      if (heldOut || ofSpring) {
        heldBack(record, "o", SuppressionReason.HOLDOUT);
      } else {
        record.setOffer(offer());
      }
      study.decision(record);
      heldOutOfAll += heldOut ? 1 : 0;
      heldOutOfSpring += ofSpring && !heldOut ? 1 : 0;
      if (random.nextDouble() < (heldOut ? 0.1 : ofSpring ? 0.3 : 0.5)) {
        purchases.add(purchase(customer, START.plus(Duration.ofDays(3)), AMOUNT));
      }
    }
    purchases.add(purchase("nobody", START.plus(Duration.ofDays(40)), AMOUNT));
    purchases.forEach(study::purchase);

    HoldoutReport report = study.report();

    assertThat(report.trustworthy()).isTrue();
    HoldoutReport.Effects spring = report.campaigns().get("spring");
    assertThat(spring.ownHoldout()).isTrue();
    assertThat(spring.conversion().effect().control()).isEqualTo(heldOutOfSpring);
    assertThat(spring.conversion().effect().treated())
        .isEqualTo(CUSTOMERS - heldOutOfAll - heldOutOfSpring);
    // Within four standard errors.
    assertThat(spring.conversion().effect().effect().value()).isCloseTo(0.2, within(0.07));
    HoldoutReport.Effects all = report.all().orElseThrow();
    assertThat(all.ownHoldout()).isFalse();
    assertThat(all.conversion().effect().control()).isEqualTo(heldOutOfAll);
    // Those held out of spring alone could still get other offers.
    assertThat(all.conversion().effect().effect().value()).isCloseTo(0.36, within(0.04));
  }

  @Test
  void saysOfACampaignWithFewCustomersHowManyThereAre() {
    for (int i = 0; i < 300; i++) {
      decide("c-" + i, START, policy);
    }
    Offer rare = offer();
    rare.setOfferId("rare");
    rare.setCampaignId("autumn");
    study.offer(rare);
    for (int i = 0; i < 20; i++) {
      DecisionRecord record = record("rare-" + i, START, policy, "rare-" + i);
      heldBack(record, "rare", SuppressionReason.QUIET_HOURS);
      study.decision(record);
    }
    buy("c-1", START.plus(Duration.ofDays(30)), AMOUNT);

    HoldoutReport report = study.report();

    assertThat(report.campaigns()).containsOnlyKeys("spring");
    assertThat(report.tooFew())
        .singleElement()
        .satisfies(
            few -> {
              assertThat(few.campaignId()).isEqualTo("autumn");
              assertThat(few.treated() + few.heldOut()).isEqualTo(20);
            });
  }

  @Test
  void checksOfBehaviourAreAChanceInBothGroups() {
    for (int i = 0; i < 300; i++) {
      String customer = "c-" + i;
      DecisionRecord record = record(customer, START, policy, customer);
      heldBack(
          record,
          "o",
          heldOut(customer) ? SuppressionReason.HOLDOUT : SuppressionReason.PREREQUISITE);
      study.decision(record);
    }
    buy("c-1", START.plus(Duration.ofDays(30)), AMOUNT);

    assertThat(study.report().all().orElseThrow().sampleRatio().mismatch()).isFalse();
  }

  @Test
  void namesWhatIsMissing() {
    assertThatThrownBy(study::report).hasMessageContaining("has no decision on offers");
    decide("c", START, policy(0, "salt"));
    assertThatThrownBy(study::report).hasMessageContaining("set offers.holdoutShare");
  }

  @Test
  void doesNotAddUpCurrencies() {
    for (int i = 0; i < 200; i++) {
      decide("c-" + i, START, policy);
    }
    buy("c-1", START.plus(Duration.ofDays(2)), AMOUNT);
    PurchaseEvent other = purchase("c-2", START.plus(Duration.ofDays(29)), AMOUNT);
    other.setOccurredAt(START.plus(Duration.ofDays(28)));
    other.setCurrency("EUR");
    study.purchase(other);

    assertThatThrownBy(study::report).hasMessageContaining("[EUR, USD]; choose one");
  }

  private interface Kept {
    boolean keeps(String customer);
  }

  private void fill(Kept kept) {
    List<PurchaseEvent> purchases = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      String customer = "customer-" + i;
      double expected = 0.2 + 0.4 * random.nextDouble();
      boolean buys = random.nextDouble() < expected + (heldOut(customer) ? 0 : 0.1);
      if (kept.keeps(customer)) {
        decide(customer, START, policy, expected);
        if (buys) {
          purchases.add(purchase(customer, START.plus(Duration.ofDays(3)), AMOUNT));
        }
      }
    }
    purchases.add(purchase("nobody", START.plus(Duration.ofDays(40)), AMOUNT));
    purchases.forEach(study::purchase);
  }

  private static boolean heldOut(String customer) {
    return Holdout.contains(customer, "salt", SHARE);
  }

  private static int heldOutNumber() {
    int number = 0;
    while (!heldOut("c-" + number)) {
      number++;
    }
    return number;
  }

  private void decide(String customer, Instant at, Policy by) {
    decide(customer, at, by, 0.3);
  }

  private static void heldBack(DecisionRecord record, String offerId, SuppressionReason reason) {
    record.setOfferIds(List.of(offerId));
    record.setReasons(List.of(reason));
  }

  private void decide(String customer, Instant at, Policy by, double expected) {
    DecisionRecord record = record(customer, at, by, customer + "|" + at);
    record.getFeatures().set(index(Feature.EXPECTED_PURCHASES_28D), (float) Math.log1p(expected));
    record.getFeatures().set(index(Feature.EXPECTED_SPEND_28D), (float) Math.log1p(20 * expected));
    OfferRules rules = by.getOffers();
    study.offer(offer());
    if (Holdout.contains(customer, rules.getHoldoutSalt(), rules.getHoldoutShare())) {
      record.setKind(DecisionKind.SUPPRESSION);
      heldBack(record, "o", SuppressionReason.HOLDOUT);
      study.decision(record);
    } else {
      record.setOffer(offer());
      study.decision(record);
      study.outcome(accepted(customer, record.getDecisionId(), at));
    }
  }

  private static int index(Feature feature) {
    return FeatureCatalogue.features().indexOf(feature);
  }

  private static DecisionRecord record(String customer, Instant at, Policy by, String id) {
    return DecisionRecord.newBuilder()
        .setDecisionId(id)
        .setCustomerId(customer)
        .setDecidedAt(at)
        .setKind(DecisionKind.OFFER)
        .setOfferId("o")
        .setFeatures(new ArrayList<>(Collections.nCopies(FeatureCatalogue.features().size(), 0f)))
        .setCatalogueDigest(FeatureCatalogue.digest())
        .setChurn(0.5f)
        .setPurchase7(0.1f)
        .setExpectedSpendMinor(100)
        .setModels(List.of())
        .setPolicyVersion("1")
        .setPolicy(by)
        .build();
  }

  private static Policy policy(float share, String salt) {
    return Policy.newBuilder()
        .setName("default")
        .setVersion("1")
        .setUpdatedAt(START)
        .setAlerts(AlertRules.newBuilder().build())
        .setOffers(OfferRules.newBuilder().setHoldoutShare(share).setHoldoutSalt(salt).build())
        .build();
  }

  private static Offer offer() {
    return Offer.newBuilder()
        .setOfferId("o")
        .setUpdatedAt(START)
        .setCampaignId("spring")
        .setName("Tulips")
        .setCategories(List.of("flowers"))
        .setValueMinor(300)
        .setCurrency("USD")
        .setValidFrom(START)
        .setValidUntil(START.plus(Duration.ofDays(90)))
        .setChannel("email")
        .build();
  }

  private static OfferOutcome accepted(String customer, String decisionId, Instant at) {
    return OfferOutcome.newBuilder()
        .setEventId(decisionId + "|accepted")
        .setCustomerId(customer)
        .setOccurredAt(at)
        .setKind(OutcomeKind.ACCEPTED)
        .setOfferId("o")
        .setDecisionId(decisionId)
        .build();
  }

  private void buy(String customer, Instant at, long amountMinor) {
    study.purchase(purchase(customer, at, amountMinor));
  }

  private static PurchaseEvent purchase(String customer, Instant at, long amountMinor) {
    return PurchaseEvent.newBuilder()
        .setEventId(customer + "|" + at)
        .setCustomerId(customer)
        .setOccurredAt(at)
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId(customer + "|" + at)
        .setCurrency("USD")
        .setAmountMinor(amountMinor)
        .build();
  }
}
