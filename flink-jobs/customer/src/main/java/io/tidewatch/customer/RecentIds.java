package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The ids of the last {@value #CAPACITY} events of a customer, each as 40 bits of its hash, to drop
 * an event that comes twice. A new event is taken for a duplicate by mistake with probability
 * {@value #CAPACITY} / 2^40, about 2 in 100,000 million. A repeat that comes after {@value
 * #CAPACITY} other events of the same customer is not noticed and counts again.
 */
final class RecentIds {
  static final int CAPACITY = 20;
  private static final int BYTES_EACH = 5;
  private static final long MASK = (1L << 8 * BYTES_EACH) - 1;

  private final long[] ring = new long[CAPACITY];
  private int size;
  private int next;

  /** Remembers an id; false if it was there already. */
  boolean add(String eventId) {
    long id = TextHash.of(eventId) & MASK;
    for (int i = 0; i < size; i++) {
      if (ring[i] == id) {
        return false;
      }
    }
    append(id);
    return true;
  }

  private void append(long id) {
    ring[next] = id;
    next = next + 1 == CAPACITY ? 0 : next + 1;
    size = Math.min(size + 1, CAPACITY);
  }

  void clear() {
    Arrays.fill(ring, 0);
    size = 0;
    next = 0;
  }

  /** Oldest first. */
  void write(DataOutput out) throws IOException {
    out.writeByte(size);
    int at = size < CAPACITY ? 0 : next;
    for (int i = 0; i < size; i++) {
      out.writeByte((int) (ring[at] >>> 32));
      out.writeInt((int) ring[at]);
      at = at + 1 == CAPACITY ? 0 : at + 1;
    }
  }

  void read(DataInput in) throws IOException {
    int count = in.readUnsignedByte();
    if (count > CAPACITY) {
      throw Packing.impossible("recent event ids", count + " > " + CAPACITY);
    }
    for (int i = 0; i < count; i++) {
      append((long) in.readUnsignedByte() << 32 | in.readInt() & 0xffff_ffffL);
    }
  }
}
