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
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.Topic;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The query API over HTTP, from what is on the topics of a real broker. */
class QueryIT {
  @RegisterExtension static final LocalGateway GATEWAY = new LocalGateway();

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void showsACustomer() throws Exception {
    write("ada");
    JsonNode answer = awaitCustomer("ada", ALL_TOKEN);
    assertThat(answer.at("/score/churn").floatValue()).isEqualTo(0.75f);
    assertThat(GATEWAY.producer().keys().orElseThrow().has("ada")).isTrue(); // encrypted with it
    assertThat(answer.at("/profile/email").asText()).isEqualTo("ada@shop.example");
    assertThat(answer.at("/heldBack/0/reason").asText()).isEqualTo("QUIET_HOURS");
    assertThat(answer.at("/offersMade")).hasSize(3);
    assertThat(answer.at("/openOffers")).hasSize(1);
    assertThat(answer.at("/openOffers/0/decisionId").asText()).isEqualTo("ada-open");
    assertThat(answer.at("/tickets/0/ticketId").asText()).isEqualTo("t1");
    assertThat(answer.toString()).doesNotContain("Where is my tea");
    assertThat(OpenApi.violations("/api/v1/customers/{customerId}", answer)).isEmpty();

    JsonNode desk = awaitCustomer("ada", DESK_TOKEN);
    assertThat(desk.at("/profile/consents/0/purpose").asText()).isEqualTo("MARKETING");
    assertThat(desk.toString()).doesNotContain("ada@shop.example", "Lovelace", "+44");
  }

  @Test
  void forgetsWhoWasErasedAlsoAfterARestart() throws Exception {
    write("erased");
    awaitCustomer("erased", ALL_TOKEN);
    GATEWAY
        .producer()
        .send(erasure("erased", NOW))
        .thenCompose(sent -> GATEWAY.producer().send(score("after-erasure", 0.1f)))
        .get();
    awaitCustomer("after-erasure", ALL_TOKEN);
    await()
        .untilAsserted(() -> assertThat(customer("erased", ALL_TOKEN).statusCode()).isEqualTo(404));
    GATEWAY.restartGateway();
    awaitCustomer("after-erasure", ALL_TOKEN);
    assertThat(customer("erased", ALL_TOKEN).statusCode()).isEqualTo(404);
  }

  @Test
  void turnsPagesOfCustomersAtRisk() throws Exception {
    for (int i = 0; i < 5; i++) {
      GATEWAY.producer().send(score("risk-" + i, 0.9f + i / 100f));
    }
    GATEWAY.producer().send(score("risk-4", 0.901f)).get(); // scored anew
    awaitCustomer("risk-4", ALL_TOKEN);
    await()
        .untilAsserted(
            () ->
                assertThat(pages("/api/v1/at-risk?limit=2", "customers"))
                    .filteredOn(score -> score.path("customerId").asText().startsWith("risk-"))
                    .extracting(score -> score.path("customerId").asText())
                    .containsExactly("risk-3", "risk-2", "risk-1", "risk-4", "risk-0"));
    assertThat(OpenApi.violations("/api/v1/at-risk", json(get("/api/v1/at-risk", ALL_TOKEN))))
        .isEmpty();
  }

  @Test
  void listsOffersAndModels() throws Exception {
    for (String id : List.of("b", "a", "removed")) {
      GATEWAY.producer().send(offer(id));
    }
    GATEWAY.producer().remove(Topic.OFFERS, "removed");
    GATEWAY
        .producer()
        .send(
            ModelRelease.newBuilder()
                .setName("churn")
                .setVersion("1")
                .setArtifactUri("file:///m.zip")
                .setSha256("00")
                .setPushedAt(NOW)
                .setPushedBy("ml")
                .build())
        .get();
    await()
        .untilAsserted(
            () ->
                assertThat(pages("/api/v1/offers?limit=1", "offers"))
                    .extracting(offer -> offer.path("offerId").asText())
                    .containsExactly("a", "b"));
    await()
        .untilAsserted(
            () ->
                assertThat(json(get("/api/v1/models", ALL_TOKEN)).at("/slots/0/slot").asText())
                    .isEqualTo("churn"));
    assertThat(OpenApi.violations("/api/v1/models", json(get("/api/v1/models", ALL_TOKEN))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"customers/x", "at-risk", "offers", "models", "health", "openapi.json"})
  void answersNothingWithoutAToken(String path) throws Exception {
    assertProblem(get("/api/v1/" + path, "wrong"), 401);
    HttpRequest bare = HttpRequest.newBuilder(GATEWAY.uri("/api/v1/" + path)).build();
    assertProblem(GATEWAY.send(bare), 401);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/offers, 403",
    "/api/v1/models, 403",
    "/api/v1/at-risk?limit=0, 400",
    "/api/v1/at-risk?limit=1000, 400",
    "/api/v1/at-risk?limit=x, 400",
    "/api/v1/at-risk?after=!, 400",
    "/api/v1/at-risk?after=TWE, 400",
    "/api/v1/customers/nobody, 404",
    "/api/v1/customers/..%2f..%2fetc, 404"
  })
  void refusesByProblemDetails(String path, int status) throws Exception {
    await().until(() -> json(get("/api/v1/health", ALL_TOKEN)).path("caughtUp").asBoolean());
    HttpResponse<String> answer = get(path, DESK_TOKEN);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  @Test
  void documentsEveryPath() throws Exception {
    JsonNode document = json(get("/api/v1/openapi.json", DESK_TOKEN));
    assertThat(document).isEqualTo(OpenApi.document());
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      String asked = path.getKey().replace("{customerId}", "x");
      assertThat(get(asked, "wrong").statusCode()).as(asked).isEqualTo(401);
    }
    assertThat(OpenApi.violations("/api/v1/health", json(get("/api/v1/health", DESK_TOKEN))))
        .isEmpty();
  }

  private static void write(String id) throws Exception {
    Instant soon = Instant.now().plus(Duration.ofDays(1));
    Consent consent = new Consent(ConsentPurpose.MARKETING, true, List.of());
    var producer = GATEWAY.producer();
    producer.send(
        CustomerProfile.newBuilder()
            .setEventId(id)
            .setCustomerId(id)
            .setOccurredAt(NOW)
            .setName("Lovelace")
            .setEmail(id + "@shop.example")
            .setPhone("+44")
            .setConsents(List.of(consent))
            .build());
    producer.send(made(id + "-open", id, "o", soon));
    producer.send(made(id + "-answered", id, "o", soon));
    producer.send(made(id + "-expired", id, "o", NOW));
    producer.send(
        OfferOutcome.newBuilder()
            .setEventId(id)
            .setCustomerId(id)
            .setOccurredAt(NOW)
            .setKind(OutcomeKind.ACCEPTED)
            .setOfferId("o")
            .setDecisionId(id + "-answered")
            .build());
    producer.send(held(id, "o", SuppressionReason.QUIET_HOURS));
    producer.send(
        TicketEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(id)
            .setOccurredAt(NOW)
            .setKind(TicketKind.OPENED)
            .setTicketId("t1")
            .setAuthor(TicketAuthor.CUSTOMER)
            .setText("Where is my tea?")
            .build());
    producer.flush();
    producer.send(score(id, 0.75f)).get();
    await()
        .untilAsserted(() -> assertThat(json(customer(id, ALL_TOKEN)).at("/tickets")).hasSize(1));
    await()
        .untilAsserted(() -> assertThat(json(customer(id, ALL_TOKEN)).at("/outcomes")).hasSize(1));
    await()
        .untilAsserted(
            () -> assertThat(json(customer(id, ALL_TOKEN)).at("/offersMade")).hasSize(3));
    await()
        .untilAsserted(() -> assertThat(json(customer(id, ALL_TOKEN)).at("/heldBack")).hasSize(1));
    await().until(() -> json(customer(id, ALL_TOKEN)).path("profile").isObject());
  }

  private static CustomerScore score(String id, float churn) {
    return CustomerScore.newBuilder()
        .setCustomerId(id)
        .setScoredAt(NOW)
        .setChurn(churn)
        .setPurchase7(0.1f)
        .setExpectedSpendMinor(5)
        .setCurrency("EUR")
        .setLastEventAt(NOW)
        .setModel(MODEL)
        .build();
  }

  private static Offer offer(String id) {
    return Offer.newBuilder()
        .setOfferId(id)
        .setUpdatedAt(NOW)
        .setCampaignId("c")
        .setName("Tea")
        .setCategories(List.of("tea"))
        .setValueMinor(100)
        .setCurrency("EUR")
        .setValidFrom(NOW)
        .setValidUntil(NOW.plusSeconds(1))
        .setChannel("email")
        .build();
  }

  private static JsonNode awaitCustomer(String id, String token) throws Exception {
    await().until(() -> json(customer(id, token)).path("score").isObject());
    return json(customer(id, token));
  }

  private static List<JsonNode> pages(String path, String field) throws Exception {
    List<JsonNode> all = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = json(get(path + after, ALL_TOKEN));
      page.path(field).forEach(all::add);
      after = page.has("next") ? "&after=" + page.path("next").asText() : "";
    } while (!after.isEmpty());
    return all;
  }

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
  }

  private static HttpResponse<String> customer(String id, String token) throws Exception {
    return get("/api/v1/customers/" + id, token);
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
}
