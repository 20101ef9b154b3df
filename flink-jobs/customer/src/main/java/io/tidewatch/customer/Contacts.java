package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The last {@value #CAPACITY} offers made to a customer, for the contact policy: time in seconds
 * and 16 bits of the hash of the offer's campaign, channel and exclusion group. Two names that
 * share their bits count as one, which holds back too much and never too little.
 *
 * <p>Version 1 of the layout kept 8 of them, without campaign, channel or group.
 */
final class Contacts {
  static final int CAPACITY = 16;

  /** What an offer of version 1 has for a campaign, and most offers for a group. */
  static final short NONE = 0;

  private static final int GROUPS = 0x80;

  private final long[] atSeconds = new long[CAPACITY];
  private final short[] campaigns = new short[CAPACITY];
  private final short[] channels = new short[CAPACITY];
  private final short[] groups = new short[CAPACITY];
  private int size;
  private int next;

  /** Never {@link #NONE}, except for an empty name. */
  static short hash(String name) {
    short hash = (short) TextHash.of(name);
    return name.isEmpty() ? NONE : hash == NONE ? 1 : hash;
  }

  void add(short campaign, short channel, short group, long seconds) {
    atSeconds[next] = seconds;
    campaigns[next] = campaign;
    channels[next] = channel;
    groups[next] = group;
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

  int ofCampaignSince(short campaign, long seconds) {
    return count(campaigns, campaign, seconds);
  }

  /** Seconds, 0 if there is none. */
  long newestOfCampaign(short campaign) {
    long newest = 0;
    for (int i = 0; i < size; i++) {
      if (campaigns[i] == campaign) {
        newest = Math.max(newest, atSeconds[i]);
      }
    }
    return newest;
  }

  int byChannelSince(short channel, long seconds) {
    return count(channels, channel, seconds);
  }

  int ofGroupSince(short group, long seconds) {
    return count(groups, group, seconds);
  }

  private int count(short[] hashes, short hash, long seconds) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (hashes[i] == hash && atSeconds[i] >= seconds) {
        count++;
      }
    }
    return count;
  }

  /** Whether no offer of that time or later may have made room for a newer one. */
  boolean areAllKnownSince(long seconds) {
    if (size < CAPACITY) {
      return true;
    }
    long oldest = Long.MAX_VALUE;
    for (long at : atSeconds) {
      oldest = Math.min(oldest, at);
    }
    return oldest < seconds;
  }

  void clear() {
    Arrays.fill(atSeconds, 0);
    Arrays.fill(campaigns, NONE);
    Arrays.fill(channels, NONE);
    Arrays.fill(groups, NONE);
    size = 0;
    next = 0;
  }

  /** Oldest first. */
  void write(DataOutput out) throws IOException {
    boolean grouped = isGrouped();
    out.writeByte(grouped ? size | GROUPS : size);
    for (int i = 0; i < size; i++) {
      int at = (next - size + i + CAPACITY) % CAPACITY;
      out.writeInt((int) atSeconds[at]);
      out.writeShort(campaigns[at]);
      out.writeShort(channels[at]);
      if (grouped) {
        out.writeShort(groups[at]);
      }
    }
  }

  private boolean isGrouped() {
    for (int i = 0; i < size; i++) {
      if (groups[i] != NONE) {
        return true;
      }
    }
    return false;
  }

  void read(DataInput in, int layoutVersion) throws IOException {
    int head = in.readUnsignedByte();
    int count = head & ~GROUPS;
    if (count > CAPACITY) {
      throw Packing.impossible("contacts", count + " > " + CAPACITY);
    }
    boolean grouped = (head & GROUPS) != 0;
    for (int i = 0; i < count; i++) {
      long seconds = Packing.readSeconds(in);
      if (layoutVersion == 1) {
        in.readShort(); // hash of the offer's id
        add(NONE, NONE, NONE, seconds);
      } else {
        short campaign = in.readShort();
        short channel = in.readShort();
        add(campaign, channel, grouped ? in.readShort() : NONE, seconds);
      }
    }
  }
}
