package io.tidewatch.benchmarks.latency;

/**
 * When the events of one window were meant to be sent, and when the broker appended them. Written
 * by the sender and by the Kafka producer's callbacks, each cell once; read after {@link
 * org.apache.kafka.clients.producer.Producer#flush}, which orders the two.
 *
 * @param firstNumber number of the first event, as its id says it
 * @param intendedMicros microseconds since 1970 at which each event was due
 * @param appendedMillis milliseconds since 1970 at which the broker appended each event
 * @param lastSentMicros when the last one was handed to the producer
 */
record Sent(long firstNumber, long[] intendedMicros, long[] appendedMillis, long lastSentMicros) {

  int count() {
    return intendedMicros.length;
  }

  /** Returns whether an event with that number belongs to the window. */
  boolean holds(long number) {
    return number >= firstNumber && number < firstNumber + count();
  }

  /** Returns by how much the sender had fallen behind its schedule at the end, in microseconds. */
  long behindMicros() {
    return Math.max(0, lastSentMicros - intendedMicros[count() - 1]);
  }

  /** Returns the latest append, in milliseconds since 1970. */
  long lastAppendedMillis() {
    long last = 0;
    for (long appended : appendedMillis) {
      last = Math.max(last, appended);
    }
    return last;
  }
}
