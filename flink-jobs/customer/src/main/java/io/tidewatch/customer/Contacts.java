package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The last {@value #CAPACITY} offers made to a customer, for the frequency cap: time in seconds and
 * 16 bits of the offer id's hash.
 */
final class Contacts {
  static final int CAPACITY = 8;

  private final long[] atSeconds = new long[CAPACITY];
  private final short[] offers = new short[CAPACITY];
  private int size;
  private int next;

  static short hash(String offerId) {
    return (short) TextHash.of(offerId);
  }

  void add(short offerHash, long seconds) {
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

  /** The newest contact with an offer, 0 if it is not among the kept ones. */
  long newestSeconds(short offerHash) {
    long newest = 0;
    for (int i = 0; i < size; i++) {
      if (offers[i] == offerHash) {
        newest = Math.max(newest, atSeconds[i]);
      }
    }
    return newest;
  }

  /** Oldest first. */
  void write(DataOutput out) throws IOException {
    out.writeByte(size);
    for (int i = 0; i < size; i++) {
      int at = (next - size + i + CAPACITY) % CAPACITY;
      out.writeInt((int) atSeconds[at]);
      out.writeShort(offers[at]);
    }
  }

  void read(DataInput in) throws IOException {
    int count = in.readUnsignedByte();
    if (count > CAPACITY) {
      throw Packing.impossible("contacts", count + " > " + CAPACITY);
    }
    for (int i = 0; i < count; i++) {
      long seconds = Packing.readSeconds(in);
      add(in.readShort(), seconds);
    }
  }
}
