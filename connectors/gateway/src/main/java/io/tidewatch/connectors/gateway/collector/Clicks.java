package io.tidewatch.connectors.gateway.collector;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import java.util.Optional;

/** Makes records of the clickstream. What was searched for is left out: it may be personal. */
final class Clicks {
  private Clicks() {}

  static Mapping.Maker as(ClickKind kind) {
    return event ->
        Optional.of(
            ClickEvent.newBuilder()
                .setEventId(event.eventId())
                .setCustomerId(event.customerId())
                .setOccurredAt(event.occurredAt())
                .setReceivedAt(event.receivedAt())
                .setKind(kind)
                .setSessionId(Source.SESSION.textIn(event.json()))
                .setItemId(Source.ITEM.textIn(event.json()))
                .setCategory(Source.CATEGORY.textIn(event.json()))
                .build());
  }
}
