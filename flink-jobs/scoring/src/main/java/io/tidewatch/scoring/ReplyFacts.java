package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * What replies are filled in with, besides what was understood of tickets: the customer's name from
 * the profile, with the consents and without the rest of it, and requests to forget the customer.
 * Stateless.
 */
final class ReplyFacts {
  private ReplyFacts() {}

  /** Returns the customer of a fact; in all of them it is the second field. */
  static String customerId(SpecificRecord fact) {
    return (String) fact.get(1);
  }

  /** Returns what an event says, if anything. */
  static Optional<SpecificRecord> of(Inbound inbound) {
    if (inbound instanceof Inbound.Removed removed && removed.topic() == Topic.CUSTOMERS) {
      return Optional.of(named(removed.key(), null, Instant.EPOCH, List.of()));
    }
    if (inbound instanceof Inbound.Accepted accepted) {
      SpecificRecord record = accepted.event().record();
      if (record instanceof CustomerProfile profile) {
        return Optional.of(
            named(
                profile.getCustomerId(),
                profile.getName(),
                profile.getOccurredAt(),
                profile.getConsents()));
      }
      if (record instanceof ErasureRequest request) {
        return Optional.of(request);
      }
    }
    return Optional.empty();
  }

  private static CustomerProfile named(
      String customerId, String name, Instant at, List<Consent> consents) {
    return CustomerProfile.newBuilder()
        .setEventId("-")
        .setCustomerId(customerId)
        .setOccurredAt(at)
        .setName(name)
        .setConsents(consents)
        .build();
  }
}
