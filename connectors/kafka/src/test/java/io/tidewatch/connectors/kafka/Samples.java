package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.time.Instant;
import java.util.List;

/** Valid records for tests. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private Samples() {}

  static PurchaseEvent purchase(String customerId) {
    return PurchaseEvent.newBuilder()
        .setEventId("p-1")
        .setCustomerId(customerId)
        .setOccurredAt(NOW.minusSeconds(60))
        .setReceivedAt(NOW.minusSeconds(30))
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId("o-1")
        .setCurrency("EUR")
        .setAmountMinor(1_999)
        .setLines(List.of(line("i-1", 1, 999), line("i-2", 2, 1_000)))
        .setCouponIds(List.of("SPRING"))
        .build();
  }

  static IdentityLink identity(String visitorId, String linkedTo) {
    return IdentityLink.newBuilder()
        .setEventId("l-1")
        .setCustomerId(visitorId)
        .setOccurredAt(NOW)
        .setLinkedTo(linkedTo)
        .build();
  }

  static PurchaseLine line(String itemId, int quantity, long amountMinor) {
    return PurchaseLine.newBuilder()
        .setItemId(itemId)
        .setCategory("dairy")
        .setQuantity(quantity)
        .setAmountMinor(amountMinor)
        .build();
  }

  static ClickEvent click(String customerId, Instant at) {
    return ClickEvent.newBuilder()
        .setEventId("c-" + at.toEpochMilli())
        .setCustomerId(customerId)
        .setOccurredAt(at)
        .setKind(ClickKind.VIEW)
        .setItemId("i-1")
        .build();
  }

  static TicketEvent ticket(String text) {
    return TicketEvent.newBuilder()
        .setEventId("t-1")
        .setCustomerId("c1")
        .setOccurredAt(NOW)
        .setKind(TicketKind.MESSAGE)
        .setTicketId("7")
        .setAuthor(TicketAuthor.CUSTOMER)
        .setText(text)
        .setSatisfaction(3)
        .build();
  }

  static CustomerProfile profile() {
    return CustomerProfile.newBuilder()
        .setEventId("r-1")
        .setCustomerId("c1")
        .setOccurredAt(NOW)
        .setName("Ada")
        .setConsents(List.of(new Consent(ConsentPurpose.MARKETING, true, List.of())))
        .setLocale("zh-CN")
        .setTimeZone("Asia/Shanghai")
        .setSegments(List.of("gold"))
        .build();
  }

  static OfferOutcome outcome() {
    return OfferOutcome.newBuilder()
        .setEventId("u-1")
        .setCustomerId("c1")
        .setOccurredAt(NOW)
        .setKind(OutcomeKind.CONVERTED)
        .setOfferId("offer")
        .setValueMinor(500L)
        .setCurrency("USD")
        .build();
  }

  static ErasureRequest erasure() {
    return new ErasureRequest("e-1", "c1", NOW, null, "privacy desk");
  }
}
