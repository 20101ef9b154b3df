package io.tidewatch.benchmarks.latency;

import java.nio.charset.StandardCharsets;

/**
 * Reads the number of a workload's event from its id, so that a decision leads back to the event
 * without a table.
 */
final class EventNumbers {
  private static final String PREFIX = "e";

  private EventNumbers() {}

  /** Returns the number in an id, or -1 if the id is not one of these. */
  static long number(CharSequence id) {
    if (id == null || id.length() <= PREFIX.length() || !startsWith(id)) {
      return -1;
    }
    for (int i = PREFIX.length(); i < id.length(); i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(id, PREFIX.length(), id.length(), 10);
  }

  private static boolean startsWith(CharSequence id) {
    for (int i = 0; i < PREFIX.length(); i++) {
      if (id.charAt(i) != PREFIX.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads the id at the head of an event's Avro body (every event record begins with it): a zigzag
   * length, then ASCII.
   *
   * @param offset where the body begins
   */
  static long ofEvent(byte[] value, int offset) {
    int length = value[offset] >> 1; // ids of up to 63 characters: one byte, zigzag
    return number(new String(value, offset + 1, length, StandardCharsets.US_ASCII));
  }
}
