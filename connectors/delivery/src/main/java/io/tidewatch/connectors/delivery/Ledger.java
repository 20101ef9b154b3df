package io.tidewatch.connectors.delivery;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.schemas.AlertDelivery;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.DeliveryState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Writes what became of alerts: first to Kafka, then, when it has that, to the journal and the open
 * alerts of this process. Thread-safe.
 */
final class Ledger {
  private final Acknowledged kafka;
  private final Journal journal;
  private final OpenAlerts open;
  private final Clock clock;

  Ledger(Acknowledged kafka, Journal journal, OpenAlerts open, Clock clock) {
    this.kafka = kafka;
    this.journal = journal;
    this.open = open;
    this.clock = clock;
  }

  /** Writes a step of all alerts of a message. */
  void write(Outgoing message, String target, DeliveryState state, String detail)
      throws InterruptedException {
    List<AlertDelivery> steps =
        message.parcels().stream()
            .map(
                parcel ->
                    step(parcel, target, state, message.attempts(), message.message().id(), detail))
            .toList();
    write(steps, message.parcels());
  }

  private void write(List<AlertDelivery> steps, List<Parcel> parcels) throws InterruptedException {
    kafka.write(steps);
    steps.forEach(journal::take);
    if (steps.get(0).getState() != DeliveryState.PENDING) {
      parcels.forEach(parcel -> open.done(parcel.record().partition(), parcel.record().offset()));
    }
  }

  private AlertDelivery step(
      Parcel parcel,
      String target,
      DeliveryState state,
      int attempts,
      String messageId,
      String detail) {
    return AlertDelivery.newBuilder()
        .setKey(Journal.key(parcel.alert().getAlertId(), target))
        .setAlertId(parcel.alert().getAlertId())
        .setTarget(target)
        .setChangedAt(now())
        .setState(state)
        .setAttempts(attempts)
        .setMessageId(messageId)
        .setDetail(detail)
        .build();
  }

  /**
   * Settles an alert whose message an earlier run has settled, all but this alert.
   *
   * @return whether that was so
   */
  boolean settleWithItsMessage(Parcel parcel, String target) throws InterruptedException {
    Optional<DeliveryState> state = parcel.before().flatMap(journal::settledWith);
    if (state.isEmpty()) {
      return false;
    }
    AlertDelivery before = parcel.before().get();
    AlertDelivery step =
        step(
            parcel,
            target,
            state.get(),
            before.getAttempts(),
            before.getMessageId(),
            "settled with its message");
    write(List.of(step), List.of(parcel));
    return true;
  }

  /** Writes the dead letters of all alerts of a message. */
  void bury(Outgoing message, String target, String detail) throws InterruptedException {
    kafka.write(
        message.parcels().stream()
            .map(
                parcel ->
                    letter(
                        parcel.record(),
                        DeadLetterReason.UNDELIVERABLE,
                        "target %s did not take alert %s in %d attempts: %s"
                            .formatted(
                                target, parcel.alert().getAlertId(), message.attempts(), detail)))
            .toList());
  }

  /** Writes the dead letter of a record that is no alert. */
  void bury(ConsumedRecord record) throws InterruptedException {
    kafka.write(List.of(letter(record, DeadLetterReason.UNDECODABLE, record.problem().orElse(""))));
  }

  private DeadLetter letter(ConsumedRecord record, DeadLetterReason reason, String detail) {
    return DeadLetter.newBuilder()
        .setTopic(record.topic().topicName())
        .setPartition(record.partition())
        .setOffset(record.offset())
        .setRecordedAt(record.timestamp())
        .setRefusedAt(now())
        .setReason(reason)
        .setDetail(detail)
        .setKey(
            record.key().isEmpty()
                ? null
                : ByteBuffer.wrap(record.key().getBytes(StandardCharsets.UTF_8)))
        .setValue(record.value().map(ByteBuffer::wrap).orElse(null))
        .build();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
