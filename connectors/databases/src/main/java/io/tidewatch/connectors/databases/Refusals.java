package io.tidewatch.connectors.databases;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Collects records that have no row, and writes their dead letters. For one thread. */
final class Refusals {
  private final RecordProducer producer;
  private final Clock clock;
  private final List<DeadLetter> letters = new ArrayList<>();

  Refusals(RecordProducer producer, Clock clock) {
    this.producer = producer;
    this.clock = clock;
  }

  /**
   * Adds a record.
   *
   * @param detail what is wrong with it, without personal data
   */
  void add(ConsumedRecord record, DeadLetterReason reason, String detail) {
    letters.add(
        DeadLetter.newBuilder()
            .setTopic(record.topic().topicName())
            .setPartition(record.partition())
            .setOffset(record.offset())
            .setRecordedAt(record.timestamp())
            .setRefusedAt(clock.instant().truncatedTo(ChronoUnit.MICROS))
            .setReason(reason)
            .setDetail(detail)
            .setKey(ByteBuffer.wrap(record.key().getBytes(StandardCharsets.UTF_8)))
            .setValue(record.value().map(ByteBuffer::wrap).orElse(null))
            .build());
  }

  /** Returns how many there are. */
  int size() {
    return letters.size();
  }

  /**
   * Writes their dead letters and returns when Kafka has them.
   *
   * @throws ExecutionException if Kafka does not take them
   */
  void write() throws ExecutionException, InterruptedException {
    CompletableFuture.allOf(
            letters.stream().map(producer::send).toArray(CompletableFuture<?>[]::new))
        .get();
  }
}
