package io.tidewatch.benchmarks.gateway;

import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.SuppressedKind;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.configuration.Configuration;

/**
 * Customers on the topics: each with a score and a profile, every fourth with an offer held back.
 */
final class StoredCustomers {
  private static final Instant AT = Instant.parse("2026-05-01T12:00:00Z");
  private static final ModelRef MODEL = new ModelRef("churn", "1", "0".repeat(64));
  private static final long SEED = 5;

  private StoredCustomers() {}

  /** Returns the id of a customer by number. */
  static String id(int number) {
    return "customer-" + number;
  }

  /** Writes all and waits until the broker has them. */
  static void write(Connection connection, int customers) {
    Configuration config = connection.configuration();
    config.setString(KafkaOptions.PROPERTIES.key() + ".batch.size", "262144");
    config.setString(KafkaOptions.PROPERTIES.key() + ".linger.ms", "50");
    Random random = new Random(SEED);
    try (RecordProducer producer = new RecordProducer(config)) {
      for (int i = 0; i < customers; i++) {
        producer.send(score(id(i), random.nextFloat()));
        producer.send(profile(id(i)));
        if (i % 4 == 0) {
          producer.send(heldBack(id(i)));
        }
      }
    }
  }

  private static CustomerScore score(String id, float churn) {
    return CustomerScore.newBuilder()
        .setCustomerId(id)
        .setScoredAt(AT)
        .setChurn(churn)
        .setPurchase7(1 - churn)
        .setExpectedSpendMinor(5_000)
        .setCurrency("EUR")
        .setLastEventAt(AT)
        .setTopCategories(List.of("tea", "coffee", "cake"))
        .setModel(MODEL)
        .build();
  }

  private static CustomerProfile profile(String id) {
    return CustomerProfile.newBuilder()
        .setEventId("profile-" + id)
        .setCustomerId(id)
        .setOccurredAt(AT)
        .setName("Customer " + id)
        .setEmail(id + "@shop.example")
        .setConsents(List.of(new Consent(ConsentPurpose.MARKETING, true, List.of("email"))))
        .build();
  }

  private static Suppression heldBack(String id) {
    return Suppression.newBuilder()
        .setSuppressionId("held-back-" + id)
        .setCustomerId(id)
        .setDecidedAt(AT)
        .setKind(SuppressedKind.OFFER)
        .setReason(SuppressionReason.FREQUENCY_CAP)
        .setPolicyVersion("1")
        .setOfferIds(List.of("offer-1", "offer-2", "offer-3"))
        .setReasons(Collections.nCopies(3, SuppressionReason.FREQUENCY_CAP))
        .build();
  }
}
