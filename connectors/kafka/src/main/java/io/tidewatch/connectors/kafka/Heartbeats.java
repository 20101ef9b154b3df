package io.tidewatch.connectors.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Heartbeats of stream time on event topics: a null value with the header {@value #HEADER}, which
 * holds the time as eight bytes (microseconds since 1970 UTC, big endian). The time stands in the
 * header because topics stamp records with the time of arrival. Without those bytes the record's
 * timestamp counts.
 */
final class Heartbeats {
  static final String HEADER = "tidewatch-heartbeat";

  /** Key of heartbeats: compacted topics want one, and the empty one is no customer's. */
  static final byte[] KEY = {};

  private Heartbeats() {}

  static boolean isHeartbeat(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null && record.headers().lastHeader(HEADER) != null;
  }

  static long atMicros(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(HEADER);
    return header.value() != null && header.value().length == Long.BYTES
        ? ByteBuffer.wrap(header.value()).getLong()
        : record.timestamp() * 1_000;
  }

  static byte[] headerValue(long atMicros) {
    return ByteBuffer.allocate(Long.BYTES).putLong(atMicros).array();
  }
}
