package io.tidewatch.connectors.gateway.collector;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.util.Optional;

/** Makes records of tickets from live chats. */
final class Tickets {
  private Tickets() {}

  static Mapping.Maker as(TicketKind kind, TicketAuthor author) {
    return event ->
        Optional.of(
            TicketEvent.newBuilder()
                .setEventId(event.eventId())
                .setCustomerId(event.customerId())
                .setOccurredAt(event.occurredAt())
                .setReceivedAt(event.receivedAt())
                .setKind(kind)
                .setTicketId(Source.TICKET.requiredIn(event.json(), DeadLetterReason.BAD_ID))
                .setAuthor(author)
                .setText(Source.TEXT.textIn(event.json()))
                .setSatisfaction(kind == TicketKind.CLOSED ? rating(event) : null)
                .build());
  }

  private static Integer rating(Tracked event) throws RefusedEventException {
    Optional<JsonNode> rating = Source.RATING.in(event.json());
    if (rating.isEmpty()) {
      return null;
    }
    if (!rating.get().canConvertToInt() || !rating.get().isIntegralNumber()) {
      throw RefusedEventException.of(
          DeadLetterReason.BAD_NUMBER, Source.RATING.path(), "is not a whole number of stars");
    }
    return rating.get().intValue();
  }
}
