package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The last {@value #CAPACITY} different offers that a customer accepted, by 32 bits of their ids'
 * hashes, in order of arrival.
 */
final class AcceptedOffers {
  static final int CAPACITY = 8;

  private final int[] offers = new int[CAPACITY];
  private int size;

  /** Adds an offer as the newest one. */
  void add(String offerId) {
    int hash = TextHash.of32(offerId);
    int at = indexOf(hash);
    if (at < 0) {
      at = size < CAPACITY ? size++ : 0;
    }
    System.arraycopy(offers, at + 1, offers, at, size - at - 1);
    offers[size - 1] = hash;
  }

  boolean contains(String offerId) {
    return indexOf(TextHash.of32(offerId)) >= 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  private int indexOf(int hash) {
    for (int i = 0; i < size; i++) {
      if (offers[i] == hash) {
        return i;
      }
    }
    return -1;
  }

  void clear() {
    Arrays.fill(offers, 0);
    size = 0;
  }

  /** Oldest first. */
  void write(DataOutput out) throws IOException {
    out.writeByte(size);
    for (int i = 0; i < size; i++) {
      out.writeInt(offers[i]);
    }
  }

  void read(DataInput in) throws IOException {
    size = in.readUnsignedByte();
    if (size > CAPACITY) {
      throw Packing.impossible("accepted offers", size + " > " + CAPACITY);
    }
    for (int i = 0; i < size; i++) {
      offers[i] = in.readInt();
    }
  }
}
