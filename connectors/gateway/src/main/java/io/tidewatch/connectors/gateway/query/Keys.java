package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/**
 * Keys of the store.
 *
 * <pre>
 * letter of a view, key of the record in UTF-8   what the view keeps of that key
 * 'r', churn (4 bytes, highest first), customer  nothing: the order of customers at risk
 * 'e', digest of the customer                    when the customer was erased, 8 bytes, milliseconds
 * 'x', time (8 bytes, newest first), customer    nothing: the order of alerts
 * 'z', customer                                  time until which the alerts sleep, 8 bytes, milliseconds
 * 'h', customer                                  the customer's part in the comparison with the holdout
 * 'c', what is counted                           a number, 8 bytes
 * 'd', partition (4 bytes), place (4 bytes)      a record that was refused, without its bytes
 * '~', topic, '/', partition                     next offset to read, 8 bytes
 * '!'                                            format of the store
 * </pre>
 */
final class Keys {
  static final byte[] FORMAT = {'!'};
  static final byte COUNT = 'c';
  private static final byte ALERT = 'x';
  private static final byte SNOOZE = 'z';
  private static final byte TRIAL = 'h';
  private static final byte DEAD_LETTER = 'd';
  private static final byte RISK = 'r';
  private static final byte ERASED = 'e';
  private static final byte OFFSET = '~';

  private Keys() {}

  static byte[] of(View view, String key) {
    return of((byte) view.letter(), key);
  }

  /** Returns the key of a customer's erasure: the customer's id would be what was to be erased. */
  static byte[] erased(String digest) {
    return of(ERASED, digest);
  }

  private static byte[] of(byte letter, String key) {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + text.length).put(letter).put(text).array();
  }

  /** Returns the record's key of a view's key. */
  static String text(byte[] key) {
    return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
  }

  static byte[] prefix(View view) {
    return new byte[] {(byte) view.letter()};
  }

  /** Returns the key that stands for a customer in the order of risk. */
  static byte[] risk(float churn, String customerId) {
    byte[] text = customerId.getBytes(StandardCharsets.UTF_8);
    // Bits of floats from 0 on have the order of the floats; upside down, the highest comes first.
    float bounded = churn >= 0 ? churn : 0;
    return ByteBuffer.allocate(5 + text.length)
        .put(RISK)
        .putInt(~Float.floatToIntBits(bounded))
        .put(text)
        .array();
  }

  /** Returns the key that stands for a score in the order of risk. */
  static byte[] risk(JsonNode score) {
    return risk(score.path("churn").floatValue(), score.path("customerId").asText());
  }

  static byte[] riskPrefix() {
    return new byte[] {RISK};
  }

  /** Returns the customer of a key in the order of risk. */
  static String customer(byte[] riskKey) {
    return new String(riskKey, 5, riskKey.length - 5, StandardCharsets.UTF_8);
  }

  /** Returns the key that stands for a customer's alerts of one moment in the order of alerts. */
  static byte[] alert(Instant at, String customerId) {
    byte[] text = customerId.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + Long.BYTES + text.length)
        .put(ALERT)
        .putLong(~at.toEpochMilli() & Long.MAX_VALUE)
        .put(text)
        .array();
  }

  static byte[] alertPrefix() {
    return new byte[] {ALERT};
  }

  /** Returns the time of a key in the order of alerts. */
  static Instant alertTime(byte[] alertKey) {
    return Instant.ofEpochMilli(~ByteBuffer.wrap(alertKey).getLong(1) & Long.MAX_VALUE);
  }

  /** Returns the customer of a key in the order of alerts. */
  static String alertCustomer(byte[] alertKey) {
    int from = 1 + Long.BYTES;
    return new String(alertKey, from, alertKey.length - from, StandardCharsets.UTF_8);
  }

  static byte[] snooze(String customerId) {
    return of(SNOOZE, customerId);
  }

  static byte[] trial(String customerId) {
    return of(TRIAL, customerId);
  }

  /** Returns one of a partition's places for refused records, which are used in turn. */
  static byte[] deadLetter(int partition, long offset, int places) {
    return ByteBuffer.allocate(1 + 2 * Integer.BYTES)
        .put(DEAD_LETTER)
        .putInt(partition)
        .putInt((int) (offset % places))
        .array();
  }

  static byte[] deadLetterPrefix() {
    return new byte[] {DEAD_LETTER};
  }

  static byte[] offset(TopicPartition partition) {
    return of(OFFSET, partition.topic() + "/" + partition.partition());
  }

  static byte[] offsetPrefix() {
    return new byte[] {OFFSET};
  }

  /** Returns the partition of an offset's key. */
  static TopicPartition partition(byte[] key) {
    String text = text(key);
    int slash = text.lastIndexOf('/');
    return new TopicPartition(
        text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
  }
}
