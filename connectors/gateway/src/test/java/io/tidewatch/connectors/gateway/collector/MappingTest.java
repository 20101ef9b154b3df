package io.tidewatch.connectors.gateway.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.connectors.kafka.Validation;
import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MappingTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  /** Enough for every row of the table. */
  private static final String PROPERTIES =
      """
      {"product_id": 7, "category": "tea", "order_id": "o1", "currency": "EUR", "total": 12.5,
       "coupon_id": "offer-1", "promotion_id": "offer-1", "offer_id": "offer-1",
       "conversation_id": "t1", "message_body": "Where is my tea?"}""";

  @ParameterizedTest
  @EnumSource(Mapping.class)
  void everyRowMakesAValidRecordOfItsTopic(Mapping row) throws Exception {
    Tracked event =
        event(
            row.call(),
            """
            {"messageId": "m1", "userId": "c1", "anonymousId": "a1", "previousId": "a1",
             "event": "%s", "properties": %s, "traits": {"consents": {"marketing": true}}}"""
                .formatted(row.eventName(), PROPERTIES));
    assertThat(Mapping.of(event)).contains(row);
    SpecificRecord record = row.make(event).orElseThrow();
    assertThat(Topic.of(record)).isEqualTo(row.topic());
    assertThat(Validation.check(record, NOW)).isEmpty();
    if (!row.kind().isEmpty()) {
      assertThat(record.get(record.getSchema().getField("kind").pos())).hasToString(row.kind());
    }
  }

  @Test
  void readsAProductView() throws Exception {
    ClickEvent click =
        (ClickEvent)
            record(
                Call.TRACK,
                """
                {"messageId": "m1", "anonymousId": "a1", "event": "product viewed",
                 "timestamp": "2026-05-01T11:59:58.123456789Z", "context": {"sessionId": 17},
                 "properties": {"product_id": "p1", "category": "tea"}}""");
    assertThat(click)
        .isEqualTo(
            ClickEvent.newBuilder()
                .setEventId("m1")
                .setCustomerId("anonymous:a1")
                .setOccurredAt(Instant.parse("2026-05-01T11:59:58.123456Z"))
                .setReceivedAt(NOW)
                .setKind(ClickKind.VIEW)
                .setSessionId("17")
                .setItemId("p1")
                .setCategory("tea")
                .build());
  }

  @Test
  void readsAnOrder() throws Exception {
    PurchaseEvent order =
        (PurchaseEvent)
            record(
                Call.TRACK,
                """
                {"messageId": "m1", "userId": "c1", "event": "Order Completed", "properties": {
                  "order_id": "o1", "currency": "usd", "total": 27.5, "coupon": "SPRING",
                  "products": [
                    {"product_id": "p1", "price": 9.99, "quantity": 2, "category": "tea"},
                    {"sku": "p2", "coupon": "SPRING"}]}}""");
    assertThat(order.getKind()).isEqualTo(PurchaseKind.PURCHASE);
    assertThat(order.getAmountMinor()).isEqualTo(2750);
    assertThat(order.getCurrency()).isEqualTo("USD");
    assertThat(order.getCouponIds()).containsExactly("SPRING");
    assertThat(order.getLines())
        .containsExactly(
            new PurchaseLine("p1", "tea", 2, 1998L), new PurchaseLine("p2", null, 1, 0L));
  }

  @Test
  void addsUpAnOrderWithoutATotal() throws Exception {
    PurchaseEvent order =
        (PurchaseEvent)
            record(
                Call.TRACK,
                """
                {"userId": "c1", "event": "Order Refunded", "properties": {"order_id": "o1",
                 "currency": "JPY", "products": [{"product_id": "p1", "price": "500", "quantity": 3}]}}
                """);
    assertThat(order.getKind()).isEqualTo(PurchaseKind.REFUND);
    assertThat(order.getAmountMinor()).isEqualTo(1500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'order_id': 'o1', 'total': 5} | BAD_CURRENCY | properties.currency",
        "{'order_id': 'o1', 'currency': 'XX', 'total': 5} | BAD_CURRENCY | properties.currency",
        "{'currency': 'EUR', 'total': 5} | BAD_ID | properties.order_id",
        "{'order_id': 'o1', 'currency': 'EUR'} | BAD_NUMBER | properties.total",
        "{'order_id': 'o1', 'currency': 'EUR', 'total': -1} | BAD_NUMBER | properties.total",
        "{'order_id': {}, 'currency': 'EUR', 'total': 1} | BAD_TEXT | properties.order_id",
        "{'order_id': 'o1', 'currency': 'EUR', 'products': 1} | BAD_TEXT | properties.products",
        "{'order_id': 'o1', 'currency': 'EUR', 'total': 1, 'products': [{}]} | BAD_ID |"
            + " properties.products[0].product_id",
        "{'order_id': 'o1', 'currency': 'EUR', 'total': 1, 'products': [{'sku': 's', 'quantity':"
            + " 0.5}]} | BAD_NUMBER | properties.products[0].quantity"
      })
  void saysWhichFieldOfAnOrderIsWrong(String properties, DeadLetterReason reason, String field) {
    String json = "{'userId': 'c1', 'event': 'Order Completed', 'properties': " + properties + "}";
    assertRefused(Call.TRACK, json.replace('\'', '"'), reason, field);
  }

  @Test
  void readsWhatBecameOfAnOffer() throws Exception {
    OfferOutcome outcome =
        (OfferOutcome)
            record(
                Call.TRACK,
                """
                {"userId": "c1", "event": "Coupon Applied",
                 "properties": {"coupon_id": "offer-1", "decision_id": "d1"}}""");
    assertThat(outcome.getKind()).isEqualTo(OutcomeKind.ACCEPTED);
    assertThat(outcome.getOfferId()).isEqualTo("offer-1");
    assertThat(outcome.getDecisionId()).isEqualTo("d1");
  }

  @Test
  void readsATicketFromAChat() throws Exception {
    TicketEvent ticket =
        (TicketEvent)
            record(
                Call.TRACK,
                """
                {"userId": "c1", "event": "Live Chat Conversation Ended",
                 "properties": {"conversation_id": 5, "rating": 2}}""");
    assertThat(ticket.getKind()).isEqualTo(TicketKind.CLOSED);
    assertThat(ticket.getAuthor()).isEqualTo(TicketAuthor.SYSTEM);
    assertThat(ticket.getTicketId()).isEqualTo("5");
    assertThat(ticket.getSatisfaction()).isEqualTo(2);
  }

  @Test
  void readsAProfileWithConsents() throws Exception {
    CustomerProfile profile =
        (CustomerProfile)
            record(
                Call.IDENTIFY,
                """
                {"userId": "c1", "context": {"locale": "de-DE", "timezone": "Europe/Berlin"},
                 "traits": {"firstName": "Ada", "lastName": "L.", "email": "a@shop.example",
                   "consents": {"Marketing": ["email"], "retention": false, "cookies": true}}}""");
    assertThat(profile.getName()).isEqualTo("Ada L.");
    assertThat(profile.getLocale()).isEqualTo("de-DE");
    assertThat(profile.getTimeZone()).isEqualTo("Europe/Berlin");
    assertThat(profile.getConsents())
        .containsExactly(
            new Consent(ConsentPurpose.MARKETING, true, List.of("email")),
            new Consent(ConsentPurpose.RETENTION, false, List.of()));
  }

  @Test
  void doesNotWithdrawConsentsThatAnIdentifyCallLeavesOut() throws Exception {
    assertThat(
            made(Call.IDENTIFY, "{\"userId\": \"c1\", \"traits\": {\"email\": \"a@b.example\"}}"))
        .isEmpty();
  }

  @Test
  void takesNothingFromEventsThatAreNotInTheTable() throws Exception {
    assertThat(Mapping.of(event(Call.TRACK, "{\"userId\": \"c1\", \"event\": \"Video Played\"}")))
        .isEmpty();
    assertThat(Mapping.of(event(Call.GROUP, "{\"userId\": \"c1\"}"))).isEmpty();
    assertThat(made(Call.ALIAS, "{\"userId\": \"c1\"}")).isEmpty();
  }

  @Test
  void linksAVisitorToTheCustomerOfAnIdentifyOrAliasCall() throws Exception {
    IdentityLink expected =
        IdentityLink.newBuilder()
            .setEventId("m1")
            .setCustomerId("anonymous:a1")
            .setOccurredAt(NOW.minusSeconds(2))
            .setReceivedAt(NOW)
            .setLinkedTo("c1")
            .build();
    String json =
        """
        {"messageId": "m1", "timestamp": "2026-05-01T11:59:58Z", "userId": "c1", "%s": "a1"}""";
    assertThat(record(Call.IDENTIFY, json.formatted("anonymousId"))).isEqualTo(expected);
    assertThat(record(Call.ALIAS, json.formatted("previousId"))).isEqualTo(expected);
    assertThat(made(Call.IDENTIFY, json.formatted("previousId"))).isEmpty();
  }

  @Test
  void partsAVisitorWhoIsSaidToBeHimself() throws Exception {
    IdentityLink link =
        (IdentityLink) record(Call.ALIAS, "{\"userId\": \"a1\", \"previousId\": \"a1\"}");
    assertThat(link.getCustomerId()).isEqualTo("anonymous:a1");
    assertThat(link.getLinkedTo()).isNull();
    assertThat(Validation.check(link, NOW)).isEmpty();
  }

  @Test
  void correctsAWrongClockAndKeepsTheFutureOut() throws Exception {
    String json =
        """
        {"userId": "c1", "timestamp": "%s", "sentAt": "%s"}""";
    Instant hourAhead = NOW.plus(Duration.ofHours(1));
    assertThat(event(Call.PAGE, json.formatted(hourAhead.minusSeconds(30), hourAhead)).occurredAt())
        .isEqualTo(NOW.minusSeconds(30));
    assertThat(
            event(Call.PAGE, json.formatted(NOW.minusSeconds(30), NOW.minusSeconds(1)))
                .occurredAt())
        .isEqualTo(NOW.minusSeconds(30));
    assertThat(event(Call.PAGE, json.formatted(NOW.plusSeconds(5), NOW)).occurredAt())
        .isEqualTo(NOW);
  }

  @Test
  void refusesEventsWithoutTimeOrPerson() {
    assertRefused(Call.PAGE, "{}", DeadLetterReason.BAD_ID, "userId");
    assertRefused(
        Call.PAGE,
        "{\"userId\": \"c1\", \"timestamp\": \"yesterday\"}",
        DeadLetterReason.BAD_TIME,
        "timestamp");
    assertRefused(
        Call.PAGE,
        "{\"userId\": \"c1\", \"timestamp\": \"+900000000-01-01T00:00:00Z\"}",
        DeadLetterReason.BAD_TIME,
        "timestamp");
    assertRefused(Call.TRACK, "{\"userId\": \"c1\"}", DeadLetterReason.WRONG_RECORD, "event");
  }

  @Test
  void isDescribedByTheReferencePage() throws IOException {
    Path page = Path.of("../../docs/reference/collector.md");
    if (Boolean.getBoolean("tidewatch.regenerate")) {
      Files.writeString(page, CollectorReference.page());
    }
    assertThat(page)
        .as(
            "written by: mvn -pl connectors/gateway -am test -Dtest=MappingTest"
                + " -Dtidewatch.regenerate=true")
        .hasContent(CollectorReference.page());
  }

  private static void assertRefused(Call call, String json, DeadLetterReason reason, String field) {
    assertThatThrownBy(() -> made(call, json))
        .isInstanceOfSatisfying(
            RefusedEventException.class,
            e -> {
              assertThat(e.violation().reason()).isEqualTo(reason);
              assertThat(e.violation().field()).isEqualTo(field);
              assertThat(e.violation().detail()).startsWith(field);
            });
  }

  private static SpecificRecord record(Call call, String json) throws RefusedEventException {
    return made(call, json).orElseThrow();
  }

  private static Optional<SpecificRecord> made(Call call, String json)
      throws RefusedEventException {
    Tracked event = event(call, json);
    for (Mapping row : Mapping.of(event)) {
      Optional<SpecificRecord> made = row.make(event);
      if (made.isPresent()) {
        return made;
      }
    }
    return Optional.empty();
  }

  private static Tracked event(Call call, String json) {
    JsonNode event = Submission.parse(json.getBytes(StandardCharsets.UTF_8), false).events().get(0);
    return new Tracked(call, event, NOW);
  }
}
