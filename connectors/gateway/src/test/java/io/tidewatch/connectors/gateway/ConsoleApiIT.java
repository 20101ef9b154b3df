package io.tidewatch.connectors.gateway;

import static io.tidewatch.connectors.gateway.LocalGateway.ALL_TOKEN;
import static io.tidewatch.connectors.gateway.LocalGateway.DESK_TOKEN;
import static io.tidewatch.connectors.gateway.WrittenRecords.MODEL;
import static io.tidewatch.connectors.gateway.WrittenRecords.NOW;
import static io.tidewatch.connectors.gateway.WrittenRecords.erasure;
import static io.tidewatch.connectors.gateway.WrittenRecords.held;
import static io.tidewatch.connectors.gateway.WrittenRecords.made;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.Reason;
import io.tidewatch.schemas.ShadowScore;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.schemas.Topic;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console asks and says, over HTTP, with the topics of a real broker behind it. */
class ConsoleApiIT {
  @RegisterExtension static final LocalGateway GATEWAY = new LocalGateway();

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"alerts", "funnel", "model-health", "operations", "me", "live"})
  void answersNothingWithoutAToken(String path) throws Exception {
    assertThat(get("/api/v1/" + path, "wrong").statusCode()).isEqualTo(401);
    HttpRequest bare = HttpRequest.newBuilder(GATEWAY.uri("/api/v1/" + path)).build();
    assertThat(GATEWAY.send(bare).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/funnel, 403",
    "/api/v1/model-health, 403",
    "/api/v1/operations, 403",
    "/api/v1/alerts?state=lost, 400",
    "/api/v1/alerts?after=!, 400",
    "/api/v1/live, 406"
  })
  void refusesByProblemDetails(String path, int status) throws Exception {
    caughtUp();
    assertThat(get(path, DESK_TOKEN).statusCode()).isEqualTo(status);
  }

  @Test
  void saysWhoseTokenItIs() throws Exception {
    JsonNode me = json(get("/api/v1/me", DESK_TOKEN));
    assertThat(me.path("name").asText()).isEqualTo("desk");
    assertThat(me.path("scopes")).hasSize(1);
    assertThat(OpenApi.violations("/api/v1/me", me)).isEmpty();
  }

  @Test
  void listsAlertsAndWhatBecameOfThem() throws Exception {
    for (int i = 0; i < 3; i++) {
      GATEWAY.producer().send(alert("listed-" + i, NOW.plusSeconds(i))).get();
    }
    await().until(() -> alerts("all", "listed-").size() == 3);
    assertThat(alerts("all", "listed-"))
        .extracting(alert -> alert.path("customerId").asText())
        .containsExactly("listed-2", "listed-1", "listed-0");

    act("{'customerId':'listed-1','alertId':'alert-listed-1','action':'snooze','hours':2}", 200);
    assertThat(alerts("open", "listed-")).hasSize(2);
    assertThat(alerts("snoozed", "listed-").get(0).path("snoozedUntil").asText()).isNotEmpty();
    act("{'customerId':'listed-1','alertId':'alert-listed-1','action':'wake'}", 200);
    assertThat(alerts("open", "listed-")).hasSize(3);

    act(
        "{'customerId':'listed-0','alertId':'alert-listed-0','action':'done','outcome':'DECLINED'}",
        200);
    List<OfferOutcome> outcomes =
        GATEWAY.read(Topic.OUTCOMES).stream()
            .map(OfferOutcome.class::cast)
            .filter(outcome -> "alert-listed-0".equals(outcome.getAlertId()))
            .toList();
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.get(0).getKind()).isEqualTo(OutcomeKind.DECLINED);
    assertThat(outcomes.get(0).getDecisionId()).isNull();
    await().until(() -> alerts("done", "listed-").size() == 1);
    assertThat(alerts("done", "listed-").get(0).path("outcome").asText()).isEqualTo("DECLINED");
    JsonNode page = json(get("/api/v1/alerts?limit=1", DESK_TOKEN));
    assertThat(page.has("next")).isTrue();
    assertThat(OpenApi.violations("/api/v1/alerts", page)).isEmpty();

    GATEWAY.producer().send(erasure("listed-2", Instant.now())).get();
    await().until(() -> alerts("all", "listed-").size() == 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no json | 400",
        "{} | 400",
        "{'customerId':'acted','alertId':'alert-acted','action':'forget'} | 400",
        "{'customerId':'acted','alertId':'alert-acted','action':'snooze','hours':0} | 400",
        "{'customerId':'acted','alertId':'alert-acted','action':'done','outcome':'CONVERTED'} | 400",
        "{'customerId':'acted','alertId':'another','action':'wake'} | 404"
      })
  void refusesActionsThatItDoesNotUnderstand(String body, int status) throws Exception {
    GATEWAY.producer().send(alert("acted", NOW)).get();
    await().until(() -> alerts("all", "acted").size() == 1);
    act(body, status);
  }

  @Test
  void actsForTokensThatMayAlone() throws Exception {
    HttpResponse<String> answer = post("{}", DESK_TOKEN);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("scope act");
    assertThat(post("{}", "wrong").statusCode()).isEqualTo(401);
    assertThat(post("x".repeat(5_000), ALL_TOKEN).statusCode()).isEqualTo(413);
  }

  @Test
  void countsWhatBecameOfOffersAndWhatTheyBring() throws Exception {
    for (String id : List.of("treated-1", "treated-2")) {
      GATEWAY.producer().send(made(id, id, "tea", NOW)).get();
    }
    GATEWAY.producer().send(made("treated-1", "treated-1", "tea", NOW)).get(); // delivered twice
    GATEWAY.producer().send(held("held-1", "tea", SuppressionReason.HOLDOUT)).get();
    GATEWAY.producer().send(held("capped-1", "tea", SuppressionReason.FREQUENCY_CAP)).get();
    GATEWAY.producer().send(purchase("treated-1", NOW.plus(Duration.ofDays(3)))).get();
    GATEWAY.producer().send(purchase("held-1", NOW.plus(Duration.ofDays(40)))).get();
    GATEWAY
        .producer()
        .send(
            OfferOutcome.newBuilder()
                .setEventId("o1")
                .setCustomerId("treated-1")
                .setOccurredAt(NOW)
                .setKind(OutcomeKind.CONVERTED)
                .setOfferId("tea")
                .setDecisionId("treated-1")
                .setValueMinor(700L)
                .setCurrency("EUR")
                .build())
        .get();
    await()
        .untilAsserted(
            () -> {
              JsonNode funnel = json(get("/api/v1/funnel", ALL_TOKEN));
              assertThat(OpenApi.violations("/api/v1/funnel", funnel)).isEmpty();
              JsonNode tea = funnel.at("/offers/0");
              assertThat(tea.path("MADE").asInt()).isEqualTo(2);
              assertThat(tea.path("CONVERTED").asInt()).isEqualTo(1);
              assertThat(tea.at("/valueMinor/EUR").asInt()).isEqualTo(700);
              assertThat(funnel.at("/days/0/day").asText()).isEqualTo("2026-05-01");
              assertThat(funnel.path("heldBack").findValuesAsText("reason"))
                  .contains("HOLDOUT", "FREQUENCY_CAP");
              JsonNode uplift = funnel.path("uplift");
              assertThat(uplift.path("offered").asInt()).isEqualTo(3);
              assertThat(uplift.path("offeredBought").asInt()).isEqualTo(1);
              assertThat(uplift.path("heldOut").asInt()).isEqualTo(1);
              assertThat(uplift.path("heldOutBought").asInt()).isZero();
              assertThat(uplift.path("low").asDouble()).isNegative();
              assertThat(uplift.path("high").asDouble()).isPositive();
            });
  }

  @Test
  void showsShadowsBesideWhatDecided() throws Exception {
    GATEWAY
        .producer()
        .send(
            DecisionRecord.newBuilder()
                .setDecisionId("d1")
                .setCustomerId("shadowed")
                .setDecidedAt(NOW)
                .setKind(DecisionKind.SCORE)
                .setFeatures(List.of())
                .setCatalogueDigest("00")
                .setChurn(0.85f)
                .setPurchase7(0.1f)
                .setExpectedSpendMinor(1f)
                .setModels(List.of(MODEL))
                .setPolicyVersion("1")
                .setShadowScores(
                    List.of(
                        ShadowScore.newBuilder()
                            .setModel(new ModelRef("churn", "2", "01"))
                            .setChurn(0.32f)
                            .build()))
                .build())
        .get();
    await()
        .untilAsserted(
            () -> {
              JsonNode health = json(get("/api/v1/model-health", ALL_TOKEN));
              assertThat(OpenApi.violations("/api/v1/model-health", health)).isEmpty();
              assertThat(health.at("/shadows/0/shadow").asText()).isEqualTo("2");
              assertThat(health.at("/shadows/0/tenths/8/3").asInt()).isEqualTo(1);
              assertThat(health.at("/shadows/0/decisions").asInt()).isEqualTo(1);
            });
  }

  @Test
  void showsRefusedRecordsWithoutWhatTheyHeld() throws Exception {
    GATEWAY
        .producer()
        .send(
            DeadLetter.newBuilder()
                .setTopic("purchases")
                .setPartition(0)
                .setOffset(7)
                .setRecordedAt(NOW)
                .setRefusedAt(NOW)
                .setReason(DeadLetterReason.BAD_CURRENCY)
                .setDetail("currency must be an ISO 4217 code")
                .setKey(ByteBuffer.wrap("ada@shop.example".getBytes(StandardCharsets.UTF_8)))
                .setValue(ByteBuffer.wrap("secret".getBytes(StandardCharsets.UTF_8)))
                .build())
        .get();
    await()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = get("/api/v1/operations", ALL_TOKEN);
              JsonNode operations = json(answer);
              assertThat(OpenApi.violations("/api/v1/operations", operations)).isEmpty();
              JsonNode letter = operations.at("/newestDeadLetters/0");
              assertThat(letter.path("reason").asText()).isEqualTo("BAD_CURRENCY");
              assertThat(letter.has("key") || letter.has("value")).isFalse();
              assertThat(operations.at("/deadLetters/0/count").asInt()).isEqualTo(1);
            });
  }

  @Test
  void tellsListenersOfNewAlerts() throws Exception {
    caughtUp();
    HttpRequest request =
        HttpRequest.newBuilder(GATEWAY.uri("/api/v1/live"))
            .header("Authorization", "Bearer " + DESK_TOKEN)
            .header("Accept", "text/event-stream")
            .build();
    HttpResponse<Stream<String>> events =
        GATEWAY.http.send(request, HttpResponse.BodyHandlers.ofLines());
    assertThat(events.statusCode()).isEqualTo(200);
    try (Stream<String> lines = events.body()) {
      var each = lines.iterator();
      // A listener is told at once what its token may ask for; then it is listening.
      assertThat(next(each, "data:")).isEqualTo("data: [\"alerts\"]");
      GATEWAY.producer().send(alert("heard", NOW)).get();
      assertThat(next(each, "data: {")).contains("\"customerId\":\"heard\"");
      assertThat(next(each, "data:")).isEqualTo("data: [\"alerts\"]");
    }
  }

  private static String next(Iterator<String> lines, String prefix) {
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith(prefix)) {
        return line;
      }
    }
    throw new AssertionError("the stream ended before " + prefix);
  }

  private static void caughtUp() {
    await().until(() -> json(get("/api/v1/health", ALL_TOKEN)).path("caughtUp").asBoolean());
  }

  private static List<JsonNode> alerts(String state, String customers) throws Exception {
    JsonNode answer = json(get("/api/v1/alerts?state=" + state, DESK_TOKEN));
    return StreamSupport.stream(answer.path("alerts").spliterator(), false)
        .filter(alert -> alert.path("customerId").asText().startsWith(customers))
        .toList();
  }

  private static void act(String body, int status) throws Exception {
    HttpResponse<String> answer = post(body.replace('\'', '"'), ALL_TOKEN);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  private static HttpResponse<String> post(String body, String token) throws Exception {
    return GATEWAY.send(
        HttpRequest.newBuilder(GATEWAY.uri("/api/v1/alerts"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<String> get(String path, String token) throws Exception {
    return GATEWAY.send(
        HttpRequest.newBuilder(GATEWAY.uri(path))
            .header("Authorization", "Bearer " + token)
            .build());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }

  static ChurnAlert alert(String customerId, Instant at) {
    return ChurnAlert.newBuilder()
        .setAlertId("alert-" + customerId)
        .setCustomerId(customerId)
        .setDecidedAt(at)
        .setChurn(0.9f)
        .setPurchase7(0.1f)
        .setExpectedSpendMinor(5)
        .setValueAtRiskMinor(1_000)
        .setCurrency("EUR")
        .setReasons(List.of(new Reason("recency", 0.2f, "Bought nothing for 40 days")))
        .setDesk("retention")
        .setModel(MODEL)
        .setPolicyVersion("1")
        .setFeatureDigest("00")
        .build();
  }

  private static PurchaseEvent purchase(String customerId, Instant at) {
    return PurchaseEvent.newBuilder()
        .setEventId("p-" + customerId)
        .setCustomerId(customerId)
        .setOccurredAt(at)
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId("o-" + customerId)
        .setCurrency("EUR")
        .setAmountMinor(500)
        .build();
  }
}
