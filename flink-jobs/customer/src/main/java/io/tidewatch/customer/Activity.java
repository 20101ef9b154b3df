package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How often and when a customer did one kind of thing: exact count, last time, decayed counts. All
 * of it commutative.
 */
final class Activity {
  private final DecayedSums decayed;
  private long count;

  /** Begins to count, with decayed counts of these half-lives; the array is shared. */
  Activity(int[] halfLifeDays) {
    decayed = new DecayedSums(halfLifeDays);
  }

  void add(long atSeconds) {
    count++;
    decayed.add(atSeconds, 1);
  }

  long count() {
    return count;
  }

  /** Time of the last, 0 before the first. */
  long lastSeconds() {
    return decayed.asOfSeconds();
  }

  double decayed(long atSeconds, int halfLifeDays) {
    return decayed.at(atSeconds, halfLifeDays);
  }

  void clear() {
    count = 0;
    decayed.clear();
  }

  void write(DataOutput out) throws IOException {
    Packing.writeCount(out, count);
    if (count > 0) {
      decayed.write(out);
    }
  }

  void read(DataInput in, String what) throws IOException {
    count = Packing.readCount(in, what);
    if (count > 0) {
      decayed.read(in, what);
    }
  }
}
