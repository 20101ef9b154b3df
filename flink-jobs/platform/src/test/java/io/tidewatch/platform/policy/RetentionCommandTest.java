package io.tidewatch.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.connectors.history.RecordFiles;
import io.tidewatch.decisions.Holdout;
import io.tidewatch.platform.Tidewatch;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.RetentionAction;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.RetentionRules;
import io.tidewatch.schemas.RetentionVerdict;
import io.tidewatch.schemas.Topic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads an export of customers with alerts, a third of whom are held out; who is called stays. */
final class RetentionCommandTest {
  private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
  private static final double SHARE = 0.33;

  @TempDir private Path log;

  private final StringWriter out = new StringWriter();

  @Test
  void addsUpWhatWasExpectedAndMeasuresWhatCame() throws Exception {
    int actions = export(300);

    assertThat(run("--json")).isZero();
    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.at("/verdicts/ACTION").asInt()).isEqualTo(actions);
    assertThat(document.at("/verdicts/HOLDOUT").asInt()).isEqualTo(300 - actions);
    assertThat(document.at("/savedMarginMinor").asDouble()).isEqualTo(300.0 * actions);
    assertThat(document.at("/actions/call/reservedMinor").asLong()).isEqualTo(500L * actions);
    assertThat(document.at("/measured/stayed/effect/value").asDouble()).isEqualTo(1);

    assertThat(run()).isZero();
    assertThat(out.toString()).contains("call", "as by lot", "stayed, per 100 customers");
  }

  @Test
  void saysHowManyCustomersAreMissing() {
    export(20);

    assertThat(run()).isZero();
    assertThat(out.toString()).contains("Nothing measured:", "it takes 30 of each");
  }

  @Test
  void saysThatNoAlertNamesAnAction() {
    export(0);

    assertThat(run()).isZero();
    assertThat(out.toString()).contains("set alerts.retention of the policy");
  }

  /** Returns how many actions were taken. */
  private int export(int customers) {
    List<SpecificRecord> decisions = new ArrayList<>();
    List<SpecificRecord> purchases = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      boolean heldOut = Holdout.contains("c" + i, "retention", SHARE);
      decisions.add(alert("c" + i, heldOut));
      if (!heldOut) {
        purchases.add(purchase("c" + i, 3));
      }
    }
    int actions = purchases.size();
    purchases.add(purchase("nobody", 40));
    RecordFiles.write(log, Topic.DECISION_LOG, decisions::forEach);
    RecordFiles.write(log, Topic.PURCHASES, purchases::forEach);
    return actions;
  }

  private static DecisionRecord alert(String customer, boolean heldOut) {
    return DecisionRecord.newBuilder()
        .setDecisionId("alert of " + customer)
        .setCustomerId(customer)
        .setDecidedAt(START)
        .setKind(DecisionKind.ALERT)
        .setFeatures(List.of())
        .setCatalogueDigest("0")
        .setChurn(0.9f)
        .setPurchase7(0.1f)
        .setExpectedSpendMinor(100)
        .setModels(List.of())
        .setPolicyVersion("1")
        .setPolicy(policy())
        .setRetention(
            RetentionChoice.newBuilder()
                .setVerdict(heldOut ? RetentionVerdict.HOLDOUT : RetentionVerdict.ACTION)
                .setActionId("call")
                .setSavedMarginMinor(300)
                .setExpectedCostMinor(500)
                .setReservedMinor(heldOut ? 0 : 500)
                .build())
        .build();
  }

  private static Policy policy() {
    return Policy.newBuilder()
        .setName("default")
        .setVersion("1")
        .setUpdatedAt(START)
        .setAlerts(
            AlertRules.newBuilder()
                .setRetention(
                    RetentionRules.newBuilder()
                        .setActions(List.of(new RetentionAction("call", 0.2, 500L, 0.0)))
                        .setMargin(0.4)
                        .setDailyBudgetMinor(1_000_000)
                        .setCurrency("USD")
                        .setHoldoutShare(SHARE)
                        .build())
                .build())
        .setOffers(OfferRules.newBuilder().build())
        .build();
  }

  private static PurchaseEvent purchase(String customer, int day) {
    return PurchaseEvent.newBuilder()
        .setEventId(customer)
        .setCustomerId(customer)
        .setOccurredAt(START.plus(Duration.ofDays(day)))
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId(customer)
        .setCurrency("USD")
        .setAmountMinor(1_000)
        .build();
  }

  private int run(String... options) {
    List<String> args = new ArrayList<>(List.of("policy", "retention", "--log", log.toString()));
    args.addAll(List.of(options));
    out.getBuffer().setLength(0);
    return Tidewatch.execute(
        Tidewatch.commandLine(),
        new PrintWriter(out),
        new PrintWriter(new StringWriter()),
        args.toArray(String[]::new));
  }
}
