package io.tidewatch.connectors.gateway;

import static io.tidewatch.connectors.gateway.LocalGateway.CLIENT_SECRET;
import static io.tidewatch.connectors.gateway.LocalGateway.SERVER_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The collector over HTTP, with a real broker behind it. */
class CollectorIT {
  @RegisterExtension static final LocalGateway GATEWAY = new LocalGateway();

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void answersWhenTheEventIsOnItsTopic() throws Exception {
    HttpResponse<String> answer =
        GATEWAY.post(
            "/v1/track",
            CLIENT_SECRET,
            """
            {"messageId": "view-1", "userId": "c1", "event": "Product Viewed",
             "properties": {"product_id": "p1", "category": "tea"}}""");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("accepted").asInt()).isEqualTo(1);
    ClickEvent click = only(Topic.CLICKSTREAM, "view-1", ClickEvent.class);
    assertThat(click.getKind()).isEqualTo(ClickKind.VIEW);
    assertThat(click.getCustomerId()).isEqualTo("c1");
    assertThat(click.getItemId()).isEqualTo("p1");
    assertThat(click.getReceivedAt()).isNotNull();
  }

  @Test
  void takesBatchesAsTheClientLibrariesSendThem() throws Exception {
    String batch =
        """
        {"batch": [
          {"type": "page", "messageId": "batch-page", "anonymousId": "a1"},
          {"type": "track", "messageId": "batch-order", "userId": "c2", "event": "Order Completed",
           "properties": {"order_id": "o1", "currency": "EUR", "total": 19.99}},
          {"type": "alias", "messageId": "batch-alias", "userId": "c2", "previousId": "a1"}],
         "sentAt": "2026-05-01T12:00:00.000Z"}""";
    HttpRequest form =
        HttpRequest.newBuilder(GATEWAY.uri("/v1/batch"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Content-Encoding", "gzip")
            .header("Authorization", LocalGateway.basic(SERVER_SECRET))
            .POST(BodyPublishers.ofByteArray(gzip(batch)))
            .build();
    HttpResponse<String> answer = GATEWAY.send(form);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("accepted").asInt()).isEqualTo(3);
    assertThat(only(Topic.PURCHASES, "batch-order", PurchaseEvent.class).getAmountMinor())
        .isEqualTo(1999);
    assertThat(only(Topic.CLICKSTREAM, "batch-page", ClickEvent.class).getCustomerId())
        .isEqualTo("anonymous:a1");
    IdentityLink link = only(Topic.IDENTITIES, "batch-alias", IdentityLink.class);
    assertThat(link.getCustomerId()).isEqualTo("anonymous:a1");
    assertThat(link.getLinkedTo()).isEqualTo("c2");
  }

  @Test
  void takesTheKeyFromTheBodyAndAnyMediaType() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(GATEWAY.uri("/v1/import/"))
            .header("Content-Type", "text/plain")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"writeKey": "%s", "context": {"sessionId": "s1"},
                     "batch": [{"type": "page", "messageId": "import-1", "userId": "c3"}]}"""
                        .formatted(CLIENT_SECRET)))
            .build();
    assertThat(GATEWAY.send(request).statusCode()).isEqualTo(200);
    assertThat(only(Topic.CLICKSTREAM, "import-1", ClickEvent.class).getSessionId())
        .isEqualTo("s1");
  }

  @Test
  void linksVisitorsForAllAndPartsThemForServersOnly() throws Exception {
    String identify =
        """
        {"messageId": "link-1", "anonymousId": "a9", "userId": "c9",
         "traits": {"consents": {"marketing": true}}}""";
    String part =
        """
        {"messageId": "%s", "previousId": "a9", "userId": "a9"}""";
    assertThat(json(GATEWAY.post("/v1/i", CLIENT_SECRET, identify)).path("accepted").asInt())
        .isEqualTo(1);
    HttpResponse<String> client =
        GATEWAY.post("/v1/alias", CLIENT_SECRET, part.formatted("part-client"));
    HttpResponse<String> server =
        GATEWAY.post("/v1/alias", SERVER_SECRET, part.formatted("part-server"));
    assertThat(json(client).path("ignored").asInt()).isEqualTo(1);
    assertThat(json(server).path("accepted").asInt()).isEqualTo(1);
    assertThat(only(Topic.IDENTITIES, "link-1", IdentityLink.class).getLinkedTo()).isEqualTo("c9");
    assertThat(only(Topic.IDENTITIES, "part-server", IdentityLink.class).getLinkedTo()).isNull();
    assertThat(ids(Topic.IDENTITIES)).doesNotContain("part-client");
    assertThat(ids(Topic.CUSTOMERS)).doesNotContain("link-1");
  }

  @Test
  void makesProfilesForServersOnly() throws Exception {
    String identify =
        """
        {"messageId": "%s", "userId": "c4", "traits": {"consents": {"marketing": true}}}""";
    HttpResponse<String> client =
        GATEWAY.post("/v1/i", CLIENT_SECRET, identify.formatted("profile-client"));
    HttpResponse<String> server =
        GATEWAY.post("/v1/identify", SERVER_SECRET, identify.formatted("profile-server"));
    assertThat(json(client).path("ignored").asInt()).isEqualTo(1);
    assertThat(json(server).path("accepted").asInt()).isEqualTo(1);
    assertThat(ids(Topic.CUSTOMERS)).containsExactly("profile-server");
    assertThat(only(Topic.CUSTOMERS, "profile-server", CustomerProfile.class).getCustomerId())
        .isEqualTo("c4");
  }

  @Test
  void keepsTheGoodEventsOfABatchAndSaysWhatIsWrongWithTheBad() throws Exception {
    HttpResponse<String> answer =
        GATEWAY.post(
            "/v1/b",
            CLIENT_SECRET,
            """
            {"batch": [
              {"type": "page", "messageId": "good-1", "userId": "c5"},
              {"type": "track", "messageId": "bad-1", "userId": "c5", "event": "Order Completed",
               "properties": {"order_id": "o9", "currency": "EUR", "total": 19.999}},
              {"type": "dance", "messageId": "bad-2"}, 7]}""");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode errors = json(answer).path("errors");
    assertThat(errors).hasSize(3);
    assertThat(errors.get(0).path("index").asInt()).isEqualTo(1);
    assertThat(errors.get(0).path("messageId").asText()).isEqualTo("bad-1");
    assertThat(errors.get(0).path("reason").asText()).isEqualTo("BAD_NUMBER");
    assertThat(errors.get(0).path("field").asText()).isEqualTo("properties.total");
    assertThat(ids(Topic.CLICKSTREAM)).contains("good-1");
    DeadLetter letter =
        GATEWAY.read(Topic.DEAD_LETTERS).stream()
            .map(record -> (DeadLetter) record)
            .filter(one -> text(one).contains("bad-1"))
            .findFirst()
            .orElseThrow();
    assertThat(letter.getTopic()).isEqualTo("collector");
    assertThat(letter.getReason()).isEqualTo(DeadLetterReason.BAD_NUMBER);
    assertThat(JSON.readTree(text(letter)).path("properties").path("total").asText())
        .isEqualTo("19.999");
  }

  @Test
  void answers400IfNothingOfItCanBeUsed() throws Exception {
    HttpResponse<String> answer =
        GATEWAY.post("/v1/track", CLIENT_SECRET, "{\"event\": \"Product Viewed\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("success").asBoolean(true)).isFalse();
    assertThat(json(answer).path("errors").get(0).path("reason").asText()).isEqualTo("BAD_ID");
  }

  @Test
  void answersPreflightsOfKnownOrigins() throws Exception {
    HttpRequest.Builder preflight =
        HttpRequest.newBuilder(GATEWAY.uri("/v1/t"))
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Access-Control-Request-Headers", "authorization,content-type");
    HttpResponse<String> known =
        GATEWAY.send(preflight.copy().header("Origin", LocalGateway.ORIGIN).build());
    HttpResponse<String> other =
        GATEWAY.send(preflight.copy().header("Origin", "https://evil.example").build());
    assertThat(known.statusCode()).isEqualTo(204);
    assertThat(known.headers().firstValue("Access-Control-Allow-Origin"))
        .contains(LocalGateway.ORIGIN);
    assertThat(known.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .contains("Authorization", "Content-Type");
    assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void limitsTheRateOfEachKey() throws Exception {
    String batch =
        "{\"batch\": ["
            + "{\"type\": \"alias\", \"userId\": \"c6\"},".repeat(LocalGateway.MAX_EVENTS - 1)
            + "{\"type\": \"alias\", \"userId\": \"c6\"}]}";
    HttpResponse<String> answer = GATEWAY.post("/v1/batch", LocalGateway.SLOW_SECRET, batch);
    for (int i = 0; i < 200 && answer.statusCode() == 200; i++) {
      answer = GATEWAY.post("/v1/batch", LocalGateway.SLOW_SECRET, batch);
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 3);
    assertThat(GATEWAY.post("/v1/page", CLIENT_SECRET, "{\"userId\": \"c6\"}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void countsWhatItDoes() throws Exception {
    GATEWAY.post("/v1/page", CLIENT_SECRET, "{\"userId\": \"c7\"}");
    assertThat(
            GATEWAY.metrics.getSampleValue(
                "tidewatch_collector_events_total",
                new String[] {"key", "topic", "outcome"},
                new String[] {"shop", "clickstream", "accepted"}))
        .isPositive();
    assertThat(
            GATEWAY.metrics.getSampleValue(
                "tidewatch_collector_requests_total",
                new String[] {"status"},
                new String[] {"200"}))
        .isPositive();
  }

  private static <T extends SpecificRecord> T only(Topic topic, String eventId, Class<T> type) {
    List<SpecificRecord> found =
        GATEWAY.read(topic).stream().filter(record -> record.get(0).equals(eventId)).toList();
    assertThat(found).hasSize(1);
    return type.cast(found.get(0));
  }

  private static List<String> ids(Topic topic) {
    return GATEWAY.read(topic).stream().map(record -> (String) record.get(0)).toList();
  }

  private static String text(DeadLetter letter) {
    return StandardCharsets.UTF_8.decode(letter.getValue().duplicate()).toString();
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }
}
