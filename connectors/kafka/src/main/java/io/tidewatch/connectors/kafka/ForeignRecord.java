package io.tidewatch.connectors.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One record of a topic that is none of Tidewatch's, as {@link ForeignConsumer} read it. Immutable.
 */
public final class ForeignRecord {
  private final String topic;
  private final int partition;
  private final long offset;
  private final Instant timestamp;
  private final byte[] key;
  private final byte[] value;
  private final Optional<JsonNode> keyDocument;
  private final Optional<JsonNode> document;
  private final Optional<String> problem;

  ForeignRecord(
      String topic,
      int partition,
      long offset,
      Instant timestamp,
      byte[] key,
      byte[] value,
      Optional<JsonNode> keyDocument,
      Optional<JsonNode> document,
      Optional<String> problem) {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
    this.keyDocument = keyDocument;
    this.document = document;
    this.problem = problem;
  }

  /** Returns the topic's name. */
  public String topic() {
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

  /** Returns the key as it lies on the topic; empty where it is null. A copy. */
  public Optional<byte[]> key() {
    return Optional.ofNullable(key).map(byte[]::clone);
  }

  /** Returns the value as it lies on the topic; empty where it is null. A copy. */
  public Optional<byte[]> value() {
    return Optional.ofNullable(value).map(byte[]::clone);
  }

  /** Returns the key as JSON; empty where there is none, or it is none. */
  public Optional<JsonNode> keyDocument() {
    return keyDocument;
  }

  /** Returns the value as JSON; empty where it is null, or there is a {@link #problem}. */
  public Optional<JsonNode> document() {
    return document;
  }

  /** Returns why the value cannot be read; never personal data. */
  public Optional<String> problem() {
    return problem;
  }
}
