package io.tidewatch.connectors.gateway.collector;

import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.VisitorId;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Makes records of who a visitor turned out to be. */
final class Identities {
  private Identities() {}

  /** A call that names the visitor and the customer links them. */
  static Optional<SpecificRecord> ofIdentify(Tracked event) throws RefusedEventException {
    String visitor = Source.ANONYMOUS.textIn(event.json());
    String customer = Source.LINKED_TO.textIn(event.json());
    return of(event, visitor, customer);
  }

  /**
   * Links the id that was used before to the customer; a visitor who is said to be himself, the
   * same id twice, belongs to nobody again.
   */
  static Optional<SpecificRecord> ofAlias(Tracked event) throws RefusedEventException {
    String visitor = Source.PREVIOUS.textIn(event.json());
    String customer = Source.LINKED_TO.textIn(event.json());
    return of(event, visitor, customer);
  }

  private static Optional<SpecificRecord> of(Tracked event, String visitor, String customer)
      throws RefusedEventException {
    if (visitor == null || customer == null) {
      return Optional.empty();
    }
    return Optional.of(
        IdentityLink.newBuilder()
            .setEventId(event.eventId())
            .setCustomerId(VisitorId.of(visitor))
            .setOccurredAt(event.occurredAt())
            .setReceivedAt(event.receivedAt())
            .setLinkedTo(customer.equals(visitor) ? null : customer)
            .build());
  }
}
