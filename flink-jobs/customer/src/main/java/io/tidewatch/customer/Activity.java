package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How often and when a customer did one kind of thing: exact count, first and last time, decayed
 * counts. All of it commutative.
 */
final class Activity {
  private final DecayedSums decayed;
  private long count;
  private long firstSeconds;

  Activity(int... halfLifeDays) {
    decayed = new DecayedSums(halfLifeDays);
  }

  void add(long atSeconds) {
    firstSeconds = count == 0 ? atSeconds : Math.min(firstSeconds, atSeconds);
    count++;
    decayed.add(atSeconds, 1);
  }

  long count() {
    return count;
  }

  /** Time of the first, 0 before it. */
  long firstSeconds() {
    return firstSeconds;
  }

  /** Time of the last, 0 before the first. */
  long lastSeconds() {
    return decayed.asOfSeconds();
  }

  double decayed(long atSeconds, int halfLifeDays) {
    return decayed.at(atSeconds, halfLifeDays);
  }

  void write(DataOutput out) throws IOException {
    Packing.writeCount(out, count);
    if (count > 0) {
      out.writeInt((int) firstSeconds);
      decayed.write(out);
    }
  }

  void read(DataInput in, String what) throws IOException {
    count = Packing.readCount(in, what);
    if (count > 0) {
      firstSeconds = Packing.readSeconds(in);
      decayed.read(in, what);
    }
  }
}
