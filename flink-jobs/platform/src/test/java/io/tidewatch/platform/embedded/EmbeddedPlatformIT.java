package io.tidewatch.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.EventCounts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform with real broker, registry and job: bad records, and a restart. */
final class EmbeddedPlatformIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Instant NOON = Instant.parse("2025-06-01T12:00:00Z");

  @Test
  void refusesBadRecordsByReasonAndGoesOnAfterARestart(@TempDir Path folder) {
    PlatformOptions options =
        PlatformOptions.in(folder).withCheckpointEvery(Duration.ofMillis(500));
    List<DeadLetter> letters = new ArrayList<>();
    try (EmbeddedPlatform platform = EmbeddedPlatform.start(options);
        RecordProducer producer = new RecordProducer(platform.connection().configuration());
        RecordConsumer consumer =
            RecordConsumer.fromBeginning(
                platform.connection().configuration(), List.of(Topic.DEAD_LETTERS))) {
      producer.send(purchase("p1", "ada", NOON, 1_999));
      producer.send(purchase("p1", "ada", NOON, 1_999));
      producer.send(purchase("p2", "ada", NOON, -5));
      producer.send(purchase("p3", "ada", Instant.parse("1900-01-01T00:00:00Z"), 100));
      producer.send(purchase("p4", "", NOON, 100));
      byte[] key = "ada".getBytes(StandardCharsets.UTF_8);
      producer.sendBytes(Topic.PURCHASES, key, new byte[] {0, 0, 0, 0, 1, 2});
      producer.sendBytes(Topic.PURCHASES, key, new byte[] {0, 1, 2, 3, 4, 5, 6});
      producer.sendBytes(Topic.PURCHASES, key, "{}".getBytes(StandardCharsets.UTF_8));
      producer.flush();

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(platform.counts().get("purchases"))
                      .extracting(
                          EventCounts::folded, EventCounts::duplicate, EventCounts::deadLettered)
                      .containsExactly(1L, 1L, 6L));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                for (ConsumedRecord consumed : consumer.poll(Duration.ofMillis(100))) {
                  consumed.record().map(DeadLetter.class::cast).ifPresent(letters::add);
                }
                return letters.size() >= 6;
              });
      Path checkpoint = platform.latestCheckpoint().orElse(folder);
      await("a checkpoint, much sooner than the job's default")
          .atMost(Duration.ofSeconds(15))
          .until(() -> !platform.latestCheckpoint().orElse(folder).equals(checkpoint));
    }
    assertThat(letters)
        .extracting(DeadLetter::getReason)
        .contains(
            DeadLetterReason.BAD_NUMBER,
            DeadLetterReason.BAD_TIME,
            DeadLetterReason.BAD_ID,
            DeadLetterReason.UNDECODABLE,
            DeadLetterReason.UNKNOWN_SCHEMA,
            DeadLetterReason.NOT_FRAMED);
    assertThat(letters).allMatch(letter -> letter.getTopic().equals("purchases"));

    try (EmbeddedPlatform again = EmbeddedPlatform.start(options);
        RecordProducer producer = new RecordProducer(again.connection().configuration())) {
      producer.send(purchase("p1", "ada", NOON, 1_999));
      producer.send(purchase("p5", "ada", NOON.plusSeconds(60), 500));
      producer.flush();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(again.counts().get("purchases"))
                      .extracting(EventCounts::folded, EventCounts::duplicate)
                      .containsExactly(2L, 2L));
    }
  }

  private static PurchaseEvent purchase(
      String eventId, String customerId, Instant at, long amountMinor) {
    return PurchaseEvent.newBuilder()
        .setEventId(eventId)
        .setCustomerId(customerId)
        .setOccurredAt(at)
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId("order-" + eventId)
        .setCurrency("EUR")
        .setAmountMinor(amountMinor)
        .build();
  }
}
