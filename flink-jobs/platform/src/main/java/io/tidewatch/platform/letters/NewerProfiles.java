package io.tidewatch.platform.letters;

import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/**
 * The profiles that came after one was refused. The newest profile of a customer counts as a whole,
 * so that an old one which is sent again must not take its place.
 */
final class NewerProfiles {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Instant> newest = new HashMap<>();

  private NewerProfiles() {}

  /** Reads what has come since a time. */
  static NewerProfiles since(Configuration kafka, Instant time) {
    NewerProfiles profiles = new NewerProfiles();
    try (RecordConsumer consumer = RecordConsumer.since(kafka, List.of(Topic.CUSTOMERS), time)) {
      while (!consumer.atEnd()) {
        consumer
            .poll(POLL)
            .forEach(
                consumed -> consumed.record().ifPresent(r -> profiles.add((CustomerProfile) r)));
      }
    }
    return profiles;
  }

  private void add(CustomerProfile profile) {
    newest.merge(profile.getCustomerId(), profile.getOccurredAt(), (a, b) -> a.isAfter(b) ? a : b);
  }

  /** Returns whether the topic has a profile of the same customer that became so later. */
  boolean has(CustomerProfile refused) {
    Instant other = newest.get(refused.getCustomerId());
    return other != null && other.isAfter(refused.getOccurredAt());
  }
}
