package io.tidewatch.scoring;

import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import java.time.Instant;

/**
 * Dead letters of events of customers who were erased: that there was one, and nothing of it.
 * Stateless.
 */
final class ErasedLetters {
  private ErasedLetters() {}

  /**
   * Returns the dead letter of an event; its times are the event's, so that a replay is the same.
   */
  static DeadLetter of(Event event) {
    Instant at = Micros.toInstant(event.availableAtMicros());
    return DeadLetter.newBuilder()
        .setTopic(event.topic().topicName())
        .setPartition(-1)
        .setOffset(-1)
        .setRecordedAt(at)
        .setRefusedAt(at)
        .setReason(DeadLetterReason.ERASED)
        .setSchema$(event.record().getSchema().getFullName())
        .setField("customerId")
        .setDetail(
            "the customer was erased; a profile with a consent given since lets events in again"
                + " (neither key nor value is copied)")
        .build();
  }
}
