package io.tidewatch.connectors.kafka;

import static io.tidewatch.connectors.kafka.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.PurchaseEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValidationTest {

  static Stream<SpecificRecord> valid() {
    PurchaseEvent bounds = Samples.purchase("x".repeat(128));
    bounds.setOccurredAt(Instant.parse("1990-01-01T00:00:00Z"));
    bounds.setReceivedAt(NOW.plus(Duration.ofDays(1)));
    bounds.setAmountMinor(0);
    bounds.setLines(List.of());
    return Stream.of(
        bounds,
        Samples.purchase("c1"),
        Samples.click("c1", NOW),
        Samples.ticket("😀".repeat(20_000)),
        Samples.profile(),
        Samples.outcome(),
        Samples.identity("anonymous:a1", "c1"),
        Samples.identity("anonymous:a1", null),
        Samples.erasure());
  }

  @ParameterizedTest
  @MethodSource
  void valid(SpecificRecord record) {
    assertThat(Validation.check(record, NOW)).isEmpty();
  }

  static Stream<Arguments> invalid() {
    return Stream.of(
        Arguments.of(Samples.identity("a1", "c1"), DeadLetterReason.BAD_ID, "customerId"),
        Arguments.of(Samples.identity("anonymous:", "c1"), DeadLetterReason.BAD_ID, "customerId"),
        Arguments.of(Samples.identity("anonymous:a1", ""), DeadLetterReason.BAD_ID, "linkedTo"),
        Arguments.of(
            Samples.identity("anonymous:a1", "anonymous:a2"), DeadLetterReason.BAD_ID, "linkedTo"),
        purchase(p -> p.setEventId(""), DeadLetterReason.BAD_ID, "eventId"),
        purchase(p -> p.setCustomerId(""), DeadLetterReason.BAD_ID, "customerId"),
        purchase(p -> p.setCustomerId("x".repeat(129)), DeadLetterReason.BAD_ID, "customerId"),
        purchase(p -> p.setOrderId(""), DeadLetterReason.BAD_ID, "orderId"),
        purchase(
            p -> p.setOccurredAt(Instant.parse("1900-01-01T00:00:00Z")),
            DeadLetterReason.BAD_TIME,
            "occurredAt"),
        purchase(
            p -> p.setOccurredAt(NOW.plus(Duration.ofDays(1)).plusMillis(1)),
            DeadLetterReason.BAD_TIME,
            "occurredAt"),
        purchase(
            p -> p.setReceivedAt(Instant.parse("2999-01-01T00:00:00Z")),
            DeadLetterReason.BAD_TIME,
            "receivedAt"),
        purchase(p -> p.setCurrency("EURO"), DeadLetterReason.BAD_CURRENCY, "currency"),
        purchase(p -> p.setCurrency("eur"), DeadLetterReason.BAD_CURRENCY, "currency"),
        purchase(p -> p.setAmountMinor(-5), DeadLetterReason.BAD_NUMBER, "amountMinor"),
        purchase(
            p -> p.setLines(List.of(Samples.line("i", 1, 1), Samples.line("", 1, 1))),
            DeadLetterReason.BAD_ID,
            "lines[1].itemId"),
        purchase(
            p -> p.setLines(List.of(Samples.line("i", 0, 1))),
            DeadLetterReason.BAD_NUMBER,
            "lines[0].quantity"),
        purchase(
            p -> p.setLines(List.of(Samples.line("i", 1, -1))),
            DeadLetterReason.BAD_NUMBER,
            "lines[0].amountMinor"),
        purchase(
            p -> p.setLines(Collections.nCopies(1_001, Samples.line("i", 1, 1))),
            DeadLetterReason.BAD_TEXT,
            "lines"),
        purchase(
            p -> p.setCouponIds(List.of("ok", "x".repeat(129))),
            DeadLetterReason.BAD_TEXT,
            "couponIds[1]"),
        purchase(
            p -> p.setCouponIds(Collections.nCopies(101, "c")),
            DeadLetterReason.BAD_TEXT,
            "couponIds"),
        Arguments.of(Samples.ticket("x".repeat(20_001)), DeadLetterReason.BAD_TEXT, "text"),
        broken(
            Samples.ticket(""),
            t -> t.setSatisfaction(6),
            DeadLetterReason.BAD_NUMBER,
            "satisfaction"),
        broken(Samples.ticket(""), t -> t.setTicketId(""), DeadLetterReason.BAD_ID, "ticketId"),
        broken(
            Samples.click("c", NOW),
            c -> c.setSessionId("x".repeat(129)),
            DeadLetterReason.BAD_TEXT,
            "sessionId"),
        broken(
            Samples.profile(),
            p -> p.setTimeZone("Mars/Base"),
            DeadLetterReason.BAD_TEXT,
            "timeZone"),
        broken(Samples.profile(), p -> p.setLocale("zh_CN"), DeadLetterReason.BAD_TEXT, "locale"),
        broken(
            Samples.profile(),
            p -> p.setSegments(Collections.nCopies(65, "s")),
            DeadLetterReason.BAD_TEXT,
            "segments"),
        broken(
            Samples.profile(), p -> p.setName("x".repeat(201)), DeadLetterReason.BAD_TEXT, "name"),
        broken(Samples.outcome(), o -> o.setOfferId(""), DeadLetterReason.BAD_ID, "offerId"),
        broken(
            Samples.outcome(),
            o -> o.setValueMinor(-1L),
            DeadLetterReason.BAD_NUMBER,
            "valueMinor"),
        broken(
            Samples.outcome(), o -> o.setCurrency(null), DeadLetterReason.BAD_CURRENCY, "currency"),
        broken(
            Samples.erasure(),
            e -> e.setRequestedBy("x".repeat(129)),
            DeadLetterReason.BAD_TEXT,
            "requestedBy"));
  }

  @ParameterizedTest
  @MethodSource
  void invalid(SpecificRecord record, DeadLetterReason reason, String field) {
    assertThat(Validation.check(record, NOW))
        .hasValueSatisfying(
            violation -> {
              assertThat(violation.reason()).isEqualTo(reason);
              assertThat(violation.field()).isEqualTo(field);
              assertThat(violation.detail()).startsWith(field + " ").doesNotContain("xxx");
            });
  }

  @Test
  void looksAtEventsOnly() {
    assertThatThrownBy(() -> Validation.check(new Offer(), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("offers");
  }

  private static Arguments purchase(
      Consumer<PurchaseEvent> change, DeadLetterReason reason, String field) {
    return broken(Samples.purchase("c1"), change, reason, field);
  }

  private static <R extends SpecificRecord> Arguments broken(
      R record, Consumer<R> change, DeadLetterReason reason, String field) {
    change.accept(record);
    return Arguments.of(record, reason, field);
  }
}
