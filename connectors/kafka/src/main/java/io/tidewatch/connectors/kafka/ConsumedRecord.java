package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Topic;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** One record as {@link RecordConsumer} read it. Immutable. */
public final class ConsumedRecord {
  /** What a Kafka record holds. */
  public enum Kind {
    /** A decoded record. */
    RECORD,
    /** A null value. */
    REMOVAL,
    /** A heartbeat of stream time. */
    HEARTBEAT,
    /** Bytes that cannot be decoded. */
    UNDECODABLE
  }

  private final Kind kind;
  private final Topic topic;
  private final int partition;
  private final long offset;
  private final Instant timestamp;
  private final String key;
  private final SpecificRecord record;
  private final byte[] value;
  private final String problem;

  ConsumedRecord(
      Kind kind,
      Topic topic,
      int partition,
      long offset,
      Instant timestamp,
      String key,
      SpecificRecord record,
      byte[] value,
      String problem) {
    this.kind = kind;
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.timestamp = timestamp;
    this.key = key;
    this.record = record;
    this.value = value;
    this.problem = problem;
  }

  /** Returns what it holds. */
  public Kind kind() {
    return kind;
  }

  /** Returns the topic. */
  public Topic topic() {
    return topic;
  }

  /** Returns the partition. */
  public int partition() {
    return partition;
  }

  /** Returns the offset in the partition. */
  public long offset() {
    return offset;
  }

  /** Returns the timestamp of the Kafka record. */
  public Instant timestamp() {
    return timestamp;
  }

  /** Returns the key as text; empty if there is none. */
  public String key() {
    return key;
  }

  /** Returns the decoded record; empty unless the kind is {@link Kind#RECORD}. */
  public Optional<SpecificRecord> record() {
    return Optional.ofNullable(record);
  }

  /**
   * Returns the Avro body as it lies on the topic, behind the frame; empty unless the kind is
   * {@link Kind#RECORD}. A copy.
   */
  public Optional<byte[]> body() {
    return kind == Kind.RECORD
        ? Optional.of(Arrays.copyOfRange(value, WireFormat.HEADER_BYTES, value.length))
        : Optional.empty();
  }

  /** Returns the value as it lies on the topic; empty where it is null. A copy. */
  public Optional<byte[]> value() {
    return Optional.ofNullable(value).map(byte[]::clone);
  }

  /** Returns why it cannot be decoded; empty unless the kind is {@link Kind#UNDECODABLE}. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }
}
