package io.tidewatch.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.AlertDelivery;
import io.tidewatch.schemas.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private final Journal journal = new Journal();

  @Test
  void aDeliveryIsTakenInHandOnceAndNeverAfterItsEnd() {
    assertThat(journal.claim("a/crm")).isTrue();
    assertThat(journal.claim("a/crm")).isFalse();
    assertThat(journal.claim("a/mail")).isTrue();
    journal.take(step("a", DeliveryState.PENDING, NOW));
    assertThat(journal.claim("a/crm")).isFalse();
    journal.take(step("a", DeliveryState.DELIVERED, NOW));
    assertThat(journal.claim("a/crm")).isFalse();
    assertThat(journal.pending("a/crm")).isEmpty();
  }

  @Test
  void forgetsWhatTheTopicForgets() {
    journal.take(step("old", DeliveryState.DELIVERED, NOW.minus(Duration.ofDays(91))));
    journal.take(step("young", DeliveryState.FAILED, NOW.minus(Duration.ofDays(89))));
    journal.take(step("new", DeliveryState.DELIVERED, NOW));
    assertThat(journal.settled()).isEqualTo(2);
    assertThat(journal.claim("young/crm")).isFalse();
  }

  private static AlertDelivery step(String id, DeliveryState state, Instant at) {
    return AlertDelivery.newBuilder()
        .setKey(Journal.key(id, "crm"))
        .setAlertId(id)
        .setTarget("crm")
        .setChangedAt(at)
        .setState(state)
        .setAttempts(1)
        .setMessageId("m")
        .build();
  }
}
