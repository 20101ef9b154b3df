package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes the dead letters of records that cannot be used. */
final class DeadLetters {
  private final int maxValueBytes;

  DeadLetters(int maxValueBytes) {
    this.maxValueBytes = maxValueBytes;
  }

  DeadLetter of(ConsumerRecord<byte[], byte[]> record, Undecodable why, Instant now) {
    byte[] value = record.value();
    boolean tooLarge = value != null && value.length > maxValueBytes;
    return DeadLetter.newBuilder()
        .setTopic(record.topic())
        .setPartition(record.partition())
        .setOffset(record.offset())
        .setRecordedAt(Instant.ofEpochMilli(Math.max(0, record.timestamp())))
        .setRefusedAt(now)
        .setReason(why.reason())
        .setSchemaId(why.schemaId())
        .setSchema$(why.schemaName())
        .setField(why.field())
        .setDetail(
            tooLarge
                ? why.getMessage()
                    + " (the value of "
                    + value.length
                    + " bytes is not copied: more than "
                    + maxValueBytes
                    + ")"
                : why.getMessage())
        .setKey(record.key() == null ? null : ByteBuffer.wrap(record.key()))
        .setValue(value == null || tooLarge ? null : ByteBuffer.wrap(value))
        .build();
  }
}
