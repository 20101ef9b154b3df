package io.tidewatch.connectors.gateway.collector;

import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import java.util.Optional;

/** Makes records of what became of offers. */
final class Outcomes {
  private Outcomes() {}

  /**
   * Makes outcomes of a kind.
   *
   * @param offer where the offer's id stands; without one the event is about something else
   */
  static Mapping.Maker as(OutcomeKind kind, Source offer) {
    return event -> {
      String offerId = offer.textIn(event.json());
      if (offerId == null) {
        return Optional.empty();
      }
      return Optional.of(
          OfferOutcome.newBuilder()
              .setEventId(event.eventId())
              .setCustomerId(event.customerId())
              .setOccurredAt(event.occurredAt())
              .setReceivedAt(event.receivedAt())
              .setKind(kind)
              .setOfferId(offerId)
              .setDecisionId(Source.DECISION.textIn(event.json()))
              .build());
    };
  }
}
