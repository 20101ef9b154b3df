package io.tidewatch.benchmarks.latency;

import java.util.Arrays;

/**
 * Decisions as a reader saw them, in growing columns: the event that triggered each, when the
 * broker appended it and when it was read. One thread.
 */
final class Decided {
  private long[] numbers = new long[1 << 12];
  private long[] appendedMillis = new long[1 << 12];
  private long[] readMicros = new long[1 << 12];
  private byte[] kinds = new byte[1 << 12];
  private int count;

  void add(DecisionKind kind, long number, long appendedAtMillis, long readAtMicros) {
    if (count == numbers.length) {
      grow();
    }
    numbers[count] = number;
    appendedMillis[count] = appendedAtMillis;
    readMicros[count] = readAtMicros;
    kinds[count] = (byte) kind.ordinal();
    count++;
  }

  private void grow() {
    int size = 2 * count;
    numbers = Arrays.copyOf(numbers, size);
    appendedMillis = Arrays.copyOf(appendedMillis, size);
    readMicros = Arrays.copyOf(readMicros, size);
    kinds = Arrays.copyOf(kinds, size);
  }

  int count() {
    return count;
  }

  long number(int index) {
    return numbers[index];
  }

  long appendedMillis(int index) {
    return appendedMillis[index];
  }

  long readMicros(int index) {
    return readMicros[index];
  }

  DecisionKind kind(int index) {
    return DecisionKind.values()[kinds[index]];
  }

  void clear() {
    count = 0;
  }
}
