package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The last {@value #CAPACITY} offers made to a customer, for the frequency cap: time in seconds and
 * 32 bits of the offer id's hash.
 */
final class Contacts {
  static final int CAPACITY = 8;

  private final long[] atSeconds = new long[CAPACITY];
  private final int[] offers = new int[CAPACITY];
  private int size;
  private int next;

  void add(int offerHash, long seconds) {
    atSeconds[next] = seconds;
    offers[next] = offerHash;
    next = (next + 1) % CAPACITY;
    size = Math.min(size + 1, CAPACITY);
  }

  int since(long seconds) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (atSeconds[i] >= seconds) {
        count++;
      }
    }
    return count;
  }

  /** Oldest first. */
  void write(DataOutput out) throws IOException {
    out.writeByte(size);
    for (int i = 0; i < size; i++) {
      int at = (next - size + i + CAPACITY) % CAPACITY;
      out.writeInt((int) atSeconds[at]);
      out.writeInt(offers[at]);
    }
  }

  void read(DataInput in) throws IOException {
    int count = in.readUnsignedByte();
    if (count > CAPACITY) {
      throw Packing.impossible("contacts", count + " > " + CAPACITY);
    }
    for (int i = 0; i < count; i++) {
      long seconds = Packing.readSeconds(in);
      add(in.readInt(), seconds);
    }
  }
}
