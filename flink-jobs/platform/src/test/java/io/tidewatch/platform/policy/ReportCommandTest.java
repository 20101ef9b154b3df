package io.tidewatch.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.connectors.history.RecordFiles;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.decisions.Holdout;
import io.tidewatch.platform.Tidewatch;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.schemas.Topic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads an export of 300 customers, half of whom are held out, with static ranking in force. */
final class ReportCommandTest {
  private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");

  @TempDir private Path log;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<SpecificRecord> decisions = new ArrayList<>();
  private final List<SpecificRecord> made = new ArrayList<>();
  private final List<SpecificRecord> outcomes = new ArrayList<>();
  private final List<SpecificRecord> purchases = new ArrayList<>();

  @BeforeEach
  void write() {
    for (int i = 0; i < 300; i++) {
      customer("customer-" + i, i % 3 == 0);
    }
    purchases.add(purchase("nobody", START.plus(Duration.ofDays(40))));
    outcomes.add(accepted(decision("somebody else"), START.plus(Duration.ofDays(40))));
    write(Topic.OFFERS, List.of(offer("a"), offer("b")));
    write(Topic.DECISION_LOG, decisions);
    write(Topic.NEXT_BEST_OFFERS, made);
    write(Topic.OUTCOMES, outcomes);
    write(Topic.PURCHASES, purchases);
  }

  private void write(Topic topic, List<? extends SpecificRecord> records) {
    RecordFiles.write(log, topic, records::forEach);
  }

  @Test
  void comparesWithCustomersWhoAreHeldOut() throws Exception {
    assertThat(run("report", "--log", log.toString(), "--json")).isZero();

    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.at("/trustworthy").asBoolean()).isTrue();
    assertThat(document.at("/all/sampleRatio/observed/0").asLong()).isEqualTo(made.size());
    assertThat(document.at("/all/offers").asLong()).isEqualTo(made.size());
    assertThat(document.at("/campaigns/spring/conversion/effect/low").isNumber()).isTrue();
    assertThat(document.at("/all/valueMinor/cuped/varianceSaved").isNumber()).isTrue();

    assertThat(run("report", "--log", log.toString())).isZero();
    assertThat(out.toString()).contains("Held out: 0.5", "as by lot", "value, USD per customer");
  }

  @Test
  void failsWhereHeldOutCustomersAreMissing() {
    decisions.removeIf(
        record ->
            ((DecisionRecord) record).getKind() == DecisionKind.SUPPRESSION
                && ((DecisionRecord) record).getCustomerId().hashCode() % 2 == 0);
    write(Topic.DECISION_LOG, decisions);

    assertThat(run("report", "--log", log.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("MISMATCH");
  }

  @Test
  void refusesToJudgeWhatStaticRankingNeverTried() {
    assertThat(run("evaluate", "random", "--log", log.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("the log cannot judge policy random: 50 % of its choices");
  }

  @Test
  void judgesByALogThatTriedOthers() throws Exception {
    for (SpecificRecord record : made) {
      ((NextBestOffer) record).setPropensity(0.5f);
    }
    write(Topic.NEXT_BEST_OFFERS, made);

    assertThat(run("evaluate", "random", "--log", log.toString(), "--json")).isZero();
    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.at("/doublyRobust/value").asDouble()).isBetween(20.0, 50.0);
    assertThat(document.at("/meanWeight").asDouble()).isEqualTo(1);
    assertThat(document.at("/logged/low").isNumber()).isTrue();
  }

  @Test
  void saysWhatAFolderLacks() {
    assertThat(run("report", "--log", log.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("offers.avro does not exist; ./tidewatch policy export");
  }

  private void customer(String customer, boolean buys) {
    DecisionRecord record = decision(customer);
    decisions.add(record);
    if (Holdout.contains(customer, "salt", 0.5)) {
      record.setKind(DecisionKind.SUPPRESSION);
      record.setOfferIds(List.of("a"));
      record.setReasons(List.of(SuppressionReason.HOLDOUT));
      record.setOffer(null);
    } else {
      made.add(made(record));
      if (buys) {
        outcomes.add(accepted(record, START.plus(Duration.ofDays(1))));
      }
    }
    if (buys) {
      purchases.add(purchase(customer, START.plus(Duration.ofDays(2))));
    }
  }

  private static DecisionRecord decision(String customer) {
    return DecisionRecord.newBuilder()
        .setDecisionId("decision of " + customer)
        .setCustomerId(customer)
        .setDecidedAt(START)
        .setKind(DecisionKind.OFFER)
        .setOfferId("a")
        .setOffer(offer("a"))
        .setOfferIds(List.of("a", "b"))
        .setReasons(List.of(SuppressionReason.UNKNOWN, SuppressionReason.OUTRANKED))
        .setFeatures(Collections.nCopies(FeatureCatalogue.features().size(), 0.5f))
        .setCatalogueDigest(FeatureCatalogue.digest())
        .setChurn(0.5f)
        .setPurchase7(0.1f)
        .setExpectedSpendMinor(100)
        .setModels(List.of())
        .setPolicyVersion("1")
        .setPolicy(
            Policy.newBuilder()
                .setName("default")
                .setVersion("1")
                .setUpdatedAt(START)
                .setAlerts(AlertRules.newBuilder().build())
                .setOffers(
                    OfferRules.newBuilder().setHoldoutShare(0.5f).setHoldoutSalt("salt").build())
                .build())
        .build();
  }

  private static NextBestOffer made(DecisionRecord record) {
    return NextBestOffer.newBuilder()
        .setDecisionId(record.getDecisionId())
        .setCustomerId(record.getCustomerId())
        .setDecidedAt(START)
        .setOfferId("a")
        .setCampaignId("spring")
        .setChannel("email")
        .setLocale("en")
        .setExpiresAt(START)
        .setAffinity(0.5f)
        .setExpectedValueMinor(50)
        .setCurrency("USD")
        .setTriggerEventId("e")
        .setModel(new ModelRef("recommender", "1", "0"))
        .setPolicyVersion("1")
        .setFeatureDigest("0")
        .build();
  }

  private static Offer offer(String id) {
    return Offer.newBuilder()
        .setOfferId(id)
        .setUpdatedAt(START)
        .setCampaignId("spring")
        .setName("Tulips")
        .setCategories(List.of("flowers"))
        .setValueMinor(100)
        .setCurrency("USD")
        .setValidFrom(START)
        .setValidUntil(START.plus(Duration.ofDays(90)))
        .setChannel("email")
        .build();
  }

  private static OfferOutcome accepted(DecisionRecord record, Instant at) {
    return OfferOutcome.newBuilder()
        .setEventId(record.getDecisionId())
        .setCustomerId(record.getCustomerId())
        .setOccurredAt(at)
        .setKind(OutcomeKind.ACCEPTED)
        .setOfferId("a")
        .setDecisionId(record.getDecisionId())
        .build();
  }

  private static PurchaseEvent purchase(String customer, Instant at) {
    return PurchaseEvent.newBuilder()
        .setEventId(customer)
        .setCustomerId(customer)
        .setOccurredAt(at)
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId(customer)
        .setCurrency("USD")
        .setAmountMinor(1_000)
        .build();
  }

  private int run(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "policy";
    System.arraycopy(options, 0, args, 1, options.length);
    return Tidewatch.execute(
        Tidewatch.commandLine(), new PrintWriter(out), new PrintWriter(err), args);
  }
}
